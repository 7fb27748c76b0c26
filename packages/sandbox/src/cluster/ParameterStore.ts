import { z } from 'zod';
import { JsonFile } from '../state';

const stateSchema = z.object({ parameters: z.record(z.string()) });

type State = z.infer<typeof stateSchema>;

/**
 * The AWS Systems Manager parameter store of the sandbox: names such as `/shop/orders/prod/app`, and SecureString values. They are
 * kept in the sandbox's own folder, which only its owner may open, and appear in no Secret and no answer.
 */
export class ParameterStore {
  readonly #parameters: Map<string, string>;
  readonly #file: JsonFile<State> | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(options: { readonly file?: string } = {}) {
    const { file } = options;
    const found = file
      ? JsonFile.read(file, value => stateSchema.parse(value))
      : undefined;
    this.#parameters = new Map(Object.entries(found?.parameters ?? {}));
    this.#file = file ? new JsonFile(file, () => this.#snapshot()) : undefined;
  }

  /** What `aws ssm put-parameter --no-overwrite` does: false, and nothing changed, when the name is taken. */
  createIfMissing(name: string, value: string): boolean {
    if (this.#parameters.has(name)) {
      return false;
    }
    this.put(name, value);
    return true;
  }

  /** Creates or overwrites. */
  put(name: string, value: string): void {
    if (this.#parameters.get(name) === value) {
      return;
    }
    this.#parameters.set(name, value);
    this.#file?.save();
    for (const listener of this.#listeners) {
      listener();
    }
  }

  get(name: string): string | undefined {
    return this.#parameters.get(name);
  }

  /** Calls the listener after each change of any parameter; the answer unsubscribes. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#file?.close();
  }

  #snapshot(): State {
    return { parameters: Object.fromEntries(this.#parameters) };
  }
}
