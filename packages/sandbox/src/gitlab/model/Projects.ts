import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import type { GitStore } from '../../git';
import { isPathSegment } from '../../git/names';
import { JsonFile } from '../../state';
import type { Groups } from './Groups';

const projectSchema = z.object({
  id: z.number(),
  name: z.string(),
  path: z.string(),
  /** Full path of its group. */
  namespace: z.string(),
  fullPath: z.string(),
  description: z.string(),
  visibility: z.enum(['private', 'internal', 'public']),
  topics: z.array(z.string()),
  ciConfigPath: z.string().optional(),
  createdAt: z.string(),
  lastActivityAt: z.string(),
});

export type Project = z.infer<typeof projectSchema>;

const stateSchema = z.object({
  nextId: z.number(),
  projects: z.array(projectSchema),
});

export interface ProjectInput {
  /** Full path of an existing group. */
  readonly namespace: string;
  readonly path: string;
  /** Default: the path. */
  readonly name?: string;
  readonly description?: string;
  /** Default public: the sandbox's Argo CD clones without credentials. */
  readonly visibility?: Project['visibility'];
  readonly topics?: readonly string[];
  readonly ciConfigPath?: string;
  /** Default now. */
  readonly createdAt?: Date;
}

/** Projects, each with a bare repository of the same path. */
export class Projects {
  readonly #projects: Map<number, Project>;
  readonly #file: JsonFile<z.infer<typeof stateSchema>>;
  readonly #removal = new Set<(project: Project) => void>();
  #nextId: number;

  constructor(
    file: string,
    private readonly git: GitStore,
    private readonly groups: Groups,
    private readonly now: () => Date,
  ) {
    const found = JsonFile.read(file, stateSchema.parse);
    this.#nextId = found?.nextId ?? 1;
    this.#projects = new Map(
      (found?.projects ?? []).map(project => [project.id, project]),
    );
    this.#file = new JsonFile(file, () => ({
      nextId: this.#nextId,
      projects: [...this.#projects.values()],
    }));
    git.onPush(event => this.#touch(event.repo));
  }

  list(): readonly Project[] {
    return [...this.#projects.values()];
  }

  /** By id or full path (`demo/orders`), without regard to case, as GitLab does. */
  find(idOrPath: string | number): Project | undefined {
    const text = String(idOrPath).toLowerCase();
    return (
      this.#projects.get(Number(text)) ??
      this.list().find(project => project.fullPath.toLowerCase() === text)
    );
  }

  /** Throws `NotFoundError`. */
  get(idOrPath: string | number): Project {
    const project = this.find(idOrPath);
    if (!project) {
      throw new NotFoundError('404 Project Not Found');
    }
    return project;
  }

  /**
   * An empty project. Throws `InputError` for a path that GitLab refuses, `NotFoundError` for a group that is not there and
   * `ConflictError` when the path is taken.
   */
  async create(input: ProjectInput): Promise<Project> {
    const group = this.groups.get(input.namespace);
    if (!isPathSegment(input.path) || /^[._-]/.test(input.path)) {
      throw new InputError(
        "can contain only letters, digits, '_', '-' and '.'. Cannot start with '-', end in '.git' or end in '.atom'",
      );
    }
    const fullPath = `${group.fullPath}/${input.path}`;
    if (this.find(fullPath) || this.groups.find(fullPath)) {
      throw new ConflictError('has already been taken');
    }
    const createdAt = (input.createdAt ?? this.now()).toISOString();
    const project: Project = {
      id: this.#nextId,
      name: input.name ?? input.path,
      path: input.path,
      namespace: group.fullPath,
      fullPath,
      description: input.description ?? '',
      visibility: input.visibility ?? 'public',
      topics: [...(input.topics ?? [])],
      ciConfigPath: input.ciConfigPath,
      createdAt,
      lastActivityAt: createdAt,
    };
    // taken before the first await, so that of two simultaneous requests for one path the second is refused
    this.#nextId += 1;
    this.#projects.set(project.id, project);
    try {
      if (await this.git.hasRepository(fullPath)) {
        await this.git.deleteRepository(fullPath);
      }
      await this.git.createRepository(fullPath);
    } catch (error) {
      this.#projects.delete(project.id);
      throw error;
    }
    this.#file.save();
    return project;
  }

  update(
    id: number,
    change: Partial<
      Pick<
        Project,
        'name' | 'description' | 'visibility' | 'topics' | 'ciConfigPath'
      >
    >,
  ): Project {
    const project = { ...this.get(id), ...change };
    this.#projects.set(id, project);
    this.#file.save();
    return project;
  }

  /** With its repository and, by `onRemove`, all that others keep about it. */
  async remove(idOrPath: string | number): Promise<void> {
    const project = this.get(idOrPath);
    this.#projects.delete(project.id);
    this.#file.save();
    for (const listener of this.#removal) {
      listener(project);
    }
    await this.git.deleteRepository(project.fullPath);
  }

  onRemove(listener: (project: Project) => void): void {
    this.#removal.add(listener);
  }

  close(): void {
    this.#file.close();
  }

  #touch(fullPath: string): void {
    const project = this.find(fullPath);
    if (project) {
      const lastActivityAt = this.now().toISOString();
      this.#projects.set(project.id, { ...project, lastActivityAt });
      this.#file.save();
    }
  }
}
