/** Seconds between two times; undefined while one of them is missing or makes no sense. */
export function durationOf(
  from: string | undefined,
  to: string | undefined,
): number | undefined {
  if (!from || !to) {
    return undefined;
  }
  const seconds = Math.round((Date.parse(to) - Date.parse(from)) / 1000);
  return seconds >= 0 ? seconds : undefined;
}
