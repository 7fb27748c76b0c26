import type { OperationState, RetryStrategy } from './model';

const defaults = { duration: 5, factor: 2, maxDuration: 180 };

/** When the next attempt may begin, or undefined when there is none; `second` is how long one lasts. Rules: Argo CD's `RetryStrategy.NextRetryAt`. */
export function nextAttemptAt(
  state: OperationState,
  finishedAt: Date,
  second = 1000,
): Date | undefined {
  const { retry } = state.operation;
  const { limit = 0 } = retry;
  const count = state.retryCount ?? 0;
  if (limit >= 0 && count >= limit) {
    return undefined;
  }
  return new Date(finishedAt.getTime() + secondsBefore(retry, count) * second);
}

function secondsBefore({ backoff }: RetryStrategy, count: number): number {
  const { factor = defaults.factor } = backoff ?? {};
  const first = durationOf(backoff?.duration) ?? defaults.duration;
  const most = durationOf(backoff?.maxDuration) ?? defaults.maxDuration;
  return Math.min(first * factor ** count, most);
}

/** Seconds of a Go duration such as `1m30s`; a plain number is seconds. */
function durationOf(text: string | undefined): number | undefined {
  if (!text) {
    return undefined;
  }
  if (/^\d+$/.test(text)) {
    return Number(text);
  }
  const units: Readonly<Record<string, number>> = {
    h: 3600,
    m: 60,
    s: 1,
    ms: 0.001,
  };
  return [...text.matchAll(/([\d.]+)(h|ms|m|s)/g)].reduce(
    (sum, [, amount = '', unit = '']) =>
      sum + Number(amount) * (units[unit] ?? 0),
    0,
  );
}

/** As Argo CD writes it in messages: `3:04PM`. */
export function timeOfDay(at: Date): string {
  const hours = at.getUTCHours();
  const minutes = String(at.getUTCMinutes()).padStart(2, '0');
  return `${hours % 12 || 12}:${minutes}${hours < 12 ? 'AM' : 'PM'}`;
}
