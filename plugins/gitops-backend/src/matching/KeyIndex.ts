/** Values under any number of keys. */
export class KeyIndex<T> {
  readonly #byKey = new Map<string, Set<T>>();

  add(keys: readonly string[], value: T): void {
    for (const key of keys) {
      const values = this.#byKey.get(key);
      if (values) {
        values.add(value);
      } else {
        this.#byKey.set(key, new Set([value]));
      }
    }
  }

  remove(keys: readonly string[], value: T): void {
    for (const key of keys) {
      const values = this.#byKey.get(key);
      values?.delete(value);
      if (values?.size === 0) {
        this.#byKey.delete(key);
      }
    }
  }

  /** All values under any of the keys, each once. */
  find(keys: readonly string[]): ReadonlySet<T> {
    const [only] = keys;
    if (keys.length === 1 && only !== undefined) {
      return this.#byKey.get(only) ?? new Set();
    }
    return new Set(keys.flatMap(key => [...(this.#byKey.get(key) ?? [])]));
  }

  count(keys: readonly string[]): number {
    return keys.reduce(
      (sum, key) => sum + (this.#byKey.get(key)?.size ?? 0),
      0,
    );
  }
}
