import { z } from 'zod';
import { JsonFile } from '../state';

const ECR =
  /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com\/(.+?)(?:[:@][^/]*)?$/;

/** The repositories that Amazon ECR wants to have before somebody pushes into them; one account, all regions. */
export class ImageRepositories {
  readonly #names: Set<string>;
  readonly #file: JsonFile<readonly string[]>;

  constructor(file: string) {
    this.#names = new Set(JsonFile.read(file, z.array(z.string()).parse));
    this.#file = new JsonFile(file, () => [...this.#names]);
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  create(name: string): void {
    this.#names.add(name);
    this.#file.save();
  }

  /** Throws, in the registry's words, when an image has no repository to be pushed into. */
  assertAccepts(ref: string): void {
    const name = ECR.exec(ref)?.[1];
    if (name && !this.#names.has(name)) {
      throw new Error(
        `name unknown: The repository with name '${name}' does not exist in the registry`,
      );
    }
  }

  close(): void {
    this.#file.close();
  }
}
