/** Reads a `Retry-After` header, seconds or a date; undefined when it says nothing usable. @public */
export function retryAfterSeconds(
  header: string | null,
  now: () => number = Date.now,
): number | undefined {
  if (!header) {
    return undefined;
  }
  const seconds = /^\d+$/.test(header)
    ? Number(header)
    : (Date.parse(header) - now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
}
