const interval = 50;

/** Reads until the value is what is waited for; fails with the last value when that takes longer than `patience` milliseconds. */
export async function eventually<T>(
  read: () => Promise<T>,
  isReached: (value: T) => boolean,
  patience: number,
): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const value = await read();
    if (isReached(value)) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(
        `Not reached within ${patience} ms; last seen: ${JSON.stringify(value, null, 2)}`,
      );
    }
    await new Promise(resolve => setTimeout(resolve, interval));
  }
}
