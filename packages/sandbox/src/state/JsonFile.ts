import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * One area of state in one JSON file. `save` is cheap: writes are gathered for a moment, and replace the file atomically, so that a
 * crash leaves the old or the new state but never half of one.
 */
export class JsonFile<T> {
  #pending: NodeJS.Timeout | undefined;

  constructor(
    private readonly file: string,
    private readonly snapshot: () => T,
    private readonly delayMs = 100,
  ) {}

  /** Undefined when there is no state yet. The file is the sandbox's own, so its shape is `parse`'s to judge. */
  static read<T>(file: string, parse: (value: unknown) => T): T | undefined {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
    return parse(JSON.parse(text));
  }

  save(): void {
    if (!this.#pending) {
      this.#pending = setTimeout(() => this.flush(), this.delayMs);
      this.#pending.unref();
    }
  }

  flush(): void {
    clearTimeout(this.#pending);
    this.#pending = undefined;
    mkdirSync(dirname(this.file), { recursive: true });
    const next = `${this.file}.next`;
    writeFileSync(next, JSON.stringify(this.snapshot()));
    renameSync(next, this.file);
  }

  /** Writes what is pending. */
  close(): void {
    if (this.#pending) {
      this.flush();
    }
  }
}
