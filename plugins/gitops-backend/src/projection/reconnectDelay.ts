const longestMs = 30_000;
const jitter = 0.2;

/** Milliseconds before the given attempt (the first is 1): doubles up to 30 s, spread so that replicas do not march in step. */
export function reconnectDelay(
  attempt: number,
  firstMs: number,
  random: () => number = Math.random,
): number {
  const exponent = Math.min(attempt - 1, 20);
  const ms = Math.min(firstMs * 2 ** exponent, longestMs);
  return Math.min(ms * (1 + jitter * random()), longestMs);
}
