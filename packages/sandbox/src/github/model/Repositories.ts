import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import type { GitStore } from '../../git';
import { isPathSegment } from '../../git/names';
import { JsonFile } from '../../state';
import { findAccount } from './accounts';

const repositorySchema = z.object({
  id: z.number(),
  owner: z.string(),
  name: z.string(),
  /** `owner/name`, also its name in Git's store. */
  fullName: z.string(),
  description: z.string(),
  homepage: z.string(),
  private: z.boolean(),
  topics: z.array(z.string()),
  deleteBranchOnMerge: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  pushedAt: z.string(),
});

export type Repository = z.infer<typeof repositorySchema>;

const stateSchema = z.object({
  nextId: z.number(),
  repositories: z.array(repositorySchema),
});

export interface RepositoryInput {
  /** An existing organisation or user. */
  readonly owner: string;
  readonly name: string;
  readonly description?: string;
  readonly homepage?: string;
  /** Default false: the sandbox's Argo CD clones without credentials. */
  readonly private?: boolean;
  readonly deleteBranchOnMerge?: boolean;
  /** Default now. */
  readonly createdAt?: Date;
}

/** Repositories of all owners, each with a bare repository of the same name. */
export class Repositories {
  readonly #repositories: Map<number, Repository>;
  readonly #file: JsonFile<z.infer<typeof stateSchema>>;
  readonly #removal = new Set<(repository: Repository) => void>();
  #nextId: number;

  constructor(
    file: string,
    private readonly git: GitStore,
    private readonly now: () => Date,
  ) {
    const found = JsonFile.read(file, stateSchema.parse);
    this.#nextId = found?.nextId ?? 1;
    this.#repositories = new Map(
      (found?.repositories ?? []).map(one => [one.id, one]),
    );
    this.#file = new JsonFile(file, () => ({
      nextId: this.#nextId,
      repositories: [...this.#repositories.values()],
    }));
    git.onPush(event => this.#touch(event.repo));
  }

  list(): readonly Repository[] {
    return [...this.#repositories.values()];
  }

  /** By id or `owner/name`, without regard to case. */
  find(idOrName: string | number): Repository | undefined {
    const text = String(idOrName).toLowerCase();
    return (
      this.#repositories.get(Number(text)) ??
      this.list().find(one => one.fullName.toLowerCase() === text)
    );
  }

  /** Throws `NotFoundError`. */
  get(idOrName: string | number): Repository {
    const found = this.find(idOrName);
    if (!found) {
      throw new NotFoundError('Not Found');
    }
    return found;
  }

  /** Throws `NotFoundError` for an unknown owner, `InputError` for a name that GitHub refuses, `ConflictError` for one that is taken. */
  async create(input: RepositoryInput): Promise<Repository> {
    const owner = findAccount(input.owner);
    if (!owner) {
      throw new NotFoundError('Not Found');
    }
    if (!isPathSegment(input.name) || input.name.length > 100) {
      throw new InputError('name is invalid');
    }
    const fullName = `${owner.login}/${input.name}`;
    if (this.find(fullName)) {
      throw new ConflictError('name already exists on this account');
    }
    const createdAt = (input.createdAt ?? this.now()).toISOString();
    const repository: Repository = {
      id: this.#nextId,
      owner: owner.login,
      name: input.name,
      fullName,
      description: input.description ?? '',
      homepage: input.homepage ?? '',
      private: input.private ?? false,
      topics: [],
      deleteBranchOnMerge: input.deleteBranchOnMerge ?? false,
      createdAt,
      updatedAt: createdAt,
      pushedAt: createdAt,
    };
    // taken before the first await, so that of two simultaneous requests for one name the second is refused
    this.#nextId += 1;
    this.#repositories.set(repository.id, repository);
    try {
      if (await this.git.hasRepository(fullName)) {
        await this.git.deleteRepository(fullName);
      }
      await this.git.createRepository(fullName);
    } catch (error) {
      this.#repositories.delete(repository.id);
      throw error;
    }
    this.#file.save();
    return repository;
  }

  update(
    id: number,
    change: Partial<
      Pick<
        Repository,
        | 'description'
        | 'homepage'
        | 'private'
        | 'topics'
        | 'deleteBranchOnMerge'
      >
    >,
  ): Repository {
    const updatedAt = this.now().toISOString();
    const changed = { ...this.get(id), ...change, updatedAt };
    this.#repositories.set(id, changed);
    this.#file.save();
    return changed;
  }

  /** With its repository and, by `onRemove`, all that others keep about it. */
  async remove(idOrName: string | number): Promise<void> {
    const repository = this.get(idOrName);
    this.#repositories.delete(repository.id);
    this.#file.save();
    for (const listener of this.#removal) {
      listener(repository);
    }
    await this.git.deleteRepository(repository.fullName);
  }

  onRemove(listener: (repository: Repository) => void): void {
    this.#removal.add(listener);
  }

  close(): void {
    this.#file.close();
  }

  #touch(fullName: string): void {
    const repository = this.find(fullName);
    if (repository) {
      const pushedAt = this.now().toISOString();
      this.#repositories.set(repository.id, { ...repository, pushedAt });
      this.#file.save();
    }
  }
}
