/** `date +…` in UTC, for the conversions that name a moment. */
export function formatDate(date: Date, format: string): string {
  const iso = date.toISOString();
  const parts: Readonly<Record<string, string>> = {
    Y: iso.slice(0, 4),
    m: iso.slice(5, 7),
    d: iso.slice(8, 10),
    H: iso.slice(11, 13),
    M: iso.slice(14, 16),
    S: iso.slice(17, 19),
    F: iso.slice(0, 10),
    T: iso.slice(11, 19),
    s: String(Math.floor(date.getTime() / 1000)),
    Z: 'UTC',
  };
  return format.replace(
    /%(\w)/g,
    (whole, letter: string) => parts[letter] ?? whole,
  );
}
