import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { JsonFile } from '../../state';

const mergeRequestSchema = z.object({
  id: z.number(),
  iid: z.number(),
  projectId: z.number(),
  title: z.string(),
  description: z.string(),
  state: z.enum(['opened', 'closed', 'merged']),
  sourceBranch: z.string(),
  targetBranch: z.string(),
  labels: z.array(z.string()),
  removeSourceBranch: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
  mergedAt: z.string().optional(),
  mergeCommitSha: z.string().optional(),
});

export type MergeRequest = z.infer<typeof mergeRequestSchema>;

/** Merge requests of all projects. */
export class MergeRequests {
  readonly #requests: Map<number, MergeRequest>;
  readonly #file: JsonFile<readonly MergeRequest[]>;

  constructor(file: string) {
    const found = JsonFile.read(file, z.array(mergeRequestSchema).parse) ?? [];
    this.#requests = new Map(found.map(request => [request.id, request]));
    this.#file = new JsonFile(file, () => [...this.#requests.values()]);
  }

  /** Newest first. */
  list(projectId: number): readonly MergeRequest[] {
    return [...this.#requests.values()]
      .filter(request => request.projectId === projectId)
      .sort((a, b) => b.iid - a.iid);
  }

  listOpen(projectId: number): readonly MergeRequest[] {
    return this.list(projectId).filter(({ state }) => state === 'opened');
  }

  /** Throws `NotFoundError`. */
  get(projectId: number, iid: number): MergeRequest {
    const found = this.list(projectId).find(request => request.iid === iid);
    if (!found) {
      throw new NotFoundError('404 Not found');
    }
    return found;
  }

  create(input: Omit<MergeRequest, 'id' | 'iid' | 'state'>): MergeRequest {
    const request: MergeRequest = {
      ...input,
      id: Math.max(0, ...this.#requests.keys()) + 1,
      iid: Math.max(0, ...this.list(input.projectId).map(({ iid }) => iid)) + 1,
      state: 'opened',
    };
    this.put(request);
    return request;
  }

  put(request: MergeRequest): void {
    this.#requests.set(request.id, request);
    this.#file.save();
  }

  removeProject(projectId: number): void {
    for (const { id } of this.list(projectId)) {
      this.#requests.delete(id);
    }
    this.#file.save();
  }

  close(): void {
    this.#file.close();
  }
}
