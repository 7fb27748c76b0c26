import type { OperationState, RetryStrategy } from './model';

const defaults = { duration: 5, factor: 2, maxDuration: 180 };

/** The state of an operation that failed and is tried again later; undefined when it has had its attempts. */
export function stateAfterFailure(
  state: OperationState,
  now: Date,
  second: number,
): OperationState | undefined {
  const { limit = 0 } = state.operation.retry;
  const count = state.retryCount ?? 0;
  if (limit >= 0 && count >= limit) {
    return undefined;
  }
  const at = timeOfDay(attemptAt(state.operation.retry, count, now, second));
  return {
    ...state,
    phase: 'Running',
    retryCount: count + 1,
    message: `${state.message}. Retrying attempt #${count + 1} at ${at}.`,
  };
}

/** The state with which the next attempt begins, once it is time; with `refresh` it takes the newest commit. */
export function stateOfRetry(
  state: OperationState,
  now: Date,
  second: number,
): OperationState | undefined {
  const { finishedAt, syncResult: _, operation, ...rest } = state;
  const { retryCount = 1 } = rest;
  const failedAt = new Date(finishedAt ?? 0);
  if (attemptAt(operation.retry, retryCount - 1, failedAt, second) > now) {
    return undefined;
  }
  const { revision, revisions, ...newest } = operation.sync;
  return {
    ...rest,
    message: `Retrying operation. Attempt #${retryCount}`,
    operation: operation.retry.refresh
      ? { ...operation, sync: newest }
      : operation,
  };
}

/** Rules: Argo CD's `RetryStrategy.NextRetryAt`. */
function attemptAt(
  retry: RetryStrategy,
  count: number,
  failedAt: Date,
  second: number,
): Date {
  return new Date(failedAt.getTime() + secondsBefore(retry, count) * second);
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
function timeOfDay(at: Date): string {
  const hours = at.getUTCHours();
  const minutes = String(at.getUTCMinutes()).padStart(2, '0');
  return `${hours % 12 || 12}:${minutes}${hours < 12 ? 'AM' : 'PM'}`;
}
