/** Reads until the value is what is waited for; fails with the last value when that takes longer than two seconds. */
export async function eventually<T>(
  read: () => T | Promise<T>,
  isReached: (value: T) => boolean,
): Promise<T> {
  const end = Date.now() + 2_000;
  for (;;) {
    const value = await read();
    if (isReached(value)) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`Not reached; last seen: ${JSON.stringify(value)}`);
    }
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
