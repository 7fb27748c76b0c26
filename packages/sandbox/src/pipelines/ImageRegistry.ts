import { z } from 'zod';
import { JsonFile } from '../state';

const imageSchema = z.object({
  ref: z.string(),
  pushedAt: z.string(),
  commit: z.string().optional(),
});

/** An image that was pushed. `ref` is complete, for example `registry.localhost/demo/orders:1a2b3c4d`. */
export type PushedImage = z.infer<typeof imageSchema>;

/** What was pushed to `registry.localhost`: names, no layers. */
export class ImageRegistry {
  readonly #images: Map<string, PushedImage>;
  readonly #file: JsonFile<readonly PushedImage[]>;

  private constructor(file: string) {
    const found = JsonFile.read(file, z.array(imageSchema).parse) ?? [];
    this.#images = new Map(found.map(image => [image.ref, image]));
    this.#file = new JsonFile(file, () => [...this.#images.values()]);
  }

  static open(file: string): ImageRegistry {
    return new ImageRegistry(file);
  }

  /** True when a pod could pull it. A reference without a tag means `latest`. */
  has(ref: string): boolean {
    return this.#images.has(withTag(ref));
  }

  get(ref: string): PushedImage | undefined {
    return this.#images.get(withTag(ref));
  }

  /** Images of one repository (a reference without tag), or of all, in the order of their push. */
  list(repository?: string): readonly PushedImage[] {
    const all = [...this.#images.values()];
    return repository === undefined
      ? all
      : all.filter(({ ref }) => ref.startsWith(`${repository}:`));
  }

  push(
    ref: string,
    options: { readonly at: Date; readonly commit?: string },
  ): void {
    const full = withTag(ref);
    this.#images.delete(full);
    this.#images.set(full, {
      ref: full,
      pushedAt: options.at.toISOString(),
      commit: options.commit,
    });
    this.#file.save();
  }

  /** Forgets every image below a repository, itself included. */
  removeRepository(repository: string): void {
    for (const ref of this.#images.keys()) {
      if (
        ref.startsWith(`${repository}:`) ||
        ref.startsWith(`${repository}/`)
      ) {
        this.#images.delete(ref);
      }
    }
    this.#file.save();
  }

  close(): void {
    this.#file.close();
  }
}

function withTag(ref: string): string {
  return /[:@][^/]+$/.test(ref) ? ref : `${ref}:latest`;
}
