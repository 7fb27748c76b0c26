/** Waits until `probe` gives something, for at most 20 seconds. */
export async function eventually<T>(
  probe: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await probe();
    if (found) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`waited in vain: ${probe}`);
    }
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}
