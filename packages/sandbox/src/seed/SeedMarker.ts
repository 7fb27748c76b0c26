import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Remembers in the data folder whether the past was made up, and whether that came to its end. */
export class SeedMarker {
  readonly #file: string;

  constructor(dataDir: string) {
    this.#file = join(dataDir, 'state', 'seed');
  }

  get state(): 'none' | 'started' | 'finished' {
    try {
      return readFileSync(this.#file, 'utf8').trim() === 'finished'
        ? 'finished'
        : 'started';
    } catch {
      return 'none';
    }
  }

  start(): void {
    this.#write('started');
  }

  finish(): void {
    this.#write('finished');
  }

  #write(state: string): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, `${state}\n`);
  }
}
