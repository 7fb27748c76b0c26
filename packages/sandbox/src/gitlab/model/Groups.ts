import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { isPathSegment } from '../../git/names';
import { JsonFile } from '../../state';

const groupSchema = z.object({
  id: z.number(),
  name: z.string(),
  path: z.string(),
  fullPath: z.string(),
  parentId: z.number().optional(),
  description: z.string(),
  createdAt: z.string(),
});

export type Group = z.infer<typeof groupSchema>;

/** Groups, which are also the only namespaces of projects here. */
export class Groups {
  readonly #groups: Map<number, Group>;
  readonly #file: JsonFile<readonly Group[]>;

  constructor(
    file: string,
    private readonly now: () => Date,
  ) {
    const found = JsonFile.read(file, z.array(groupSchema).parse) ?? [];
    this.#groups = new Map(found.map(group => [group.id, group]));
    this.#file = new JsonFile(file, () => this.list());
  }

  list(): readonly Group[] {
    return [...this.#groups.values()];
  }

  /** By id or full path, without regard to case, as GitLab does. */
  find(idOrPath: string | number): Group | undefined {
    const text = String(idOrPath).toLowerCase();
    return (
      this.#groups.get(Number(text)) ??
      this.list().find(group => group.fullPath.toLowerCase() === text)
    );
  }

  /** Throws `NotFoundError`. */
  get(idOrPath: string | number): Group {
    const group = this.find(idOrPath);
    if (!group) {
      throw new NotFoundError('404 Group Not Found');
    }
    return group;
  }

  /** Throws `InputError` for a path that GitLab refuses and `ConflictError` for one that is taken. */
  create(input: {
    readonly name: string;
    readonly path: string;
    readonly parentId?: number;
    readonly description?: string;
  }): Group {
    if (!isPathSegment(input.path)) {
      throw new InputError(
        `${input.path} is no path for a group: letters, digits, _ - and . only`,
      );
    }
    const parent =
      input.parentId === undefined ? undefined : this.get(input.parentId);
    const fullPath = parent ? `${parent.fullPath}/${input.path}` : input.path;
    if (this.find(fullPath)) {
      throw new ConflictError('has already been taken');
    }
    const group: Group = {
      id: Math.max(0, ...this.#groups.keys()) + 1,
      name: input.name,
      path: input.path,
      fullPath,
      parentId: parent?.id,
      description: input.description ?? '',
      createdAt: this.now().toISOString(),
    };
    this.#groups.set(group.id, group);
    this.#file.save();
    return group;
  }

  remove(id: number): void {
    this.#groups.delete(id);
    this.#file.save();
  }

  close(): void {
    this.#file.close();
  }
}
