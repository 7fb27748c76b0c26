import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { JsonFile } from '../../state';

const pullRequestSchema = z.object({
  id: z.number(),
  number: z.number(),
  repositoryId: z.number(),
  title: z.string(),
  body: z.string(),
  state: z.enum(['open', 'closed']),
  draft: z.boolean(),
  head: z.string(),
  base: z.string(),
  labels: z.array(z.string()),
  assignees: z.array(z.string()),
  reviewers: z.array(z.string()),
  teamReviewers: z.array(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
  closedAt: z.string().optional(),
  mergedAt: z.string().optional(),
  mergeCommitSha: z.string().optional(),
  /** Where its branches were when it was closed: they may be gone. */
  lastHeadSha: z.string().optional(),
  lastBaseSha: z.string().optional(),
});

export type PullRequest = z.infer<typeof pullRequestSchema>;

/** Pull requests of all repositories, between branches of one repository. */
export class PullRequests {
  readonly #requests: Map<number, PullRequest>;
  readonly #file: JsonFile<readonly PullRequest[]>;

  constructor(file: string) {
    const found = JsonFile.read(file, z.array(pullRequestSchema).parse) ?? [];
    this.#requests = new Map(found.map(request => [request.id, request]));
    this.#file = new JsonFile(file, () => [...this.#requests.values()]);
  }

  /** Newest first. */
  list(repositoryId: number): readonly PullRequest[] {
    return [...this.#requests.values()]
      .filter(request => request.repositoryId === repositoryId)
      .sort((a, b) => b.number - a.number);
  }

  /** Throws `NotFoundError`. */
  get(repositoryId: number, number: number): PullRequest {
    const found = this.list(repositoryId).find(one => one.number === number);
    if (!found) {
      throw new NotFoundError('Not Found');
    }
    return found;
  }

  create(
    input: Pick<
      PullRequest,
      'repositoryId' | 'title' | 'body' | 'draft' | 'head' | 'base'
    > & { readonly at: Date },
  ): PullRequest {
    const { at, ...rest } = input;
    const numbers = this.list(input.repositoryId).map(({ number }) => number);
    const createdAt = at.toISOString();
    return this.put({
      ...rest,
      id: Math.max(0, ...this.#requests.keys()) + 1,
      number: Math.max(0, ...numbers) + 1,
      state: 'open',
      labels: [],
      assignees: [],
      reviewers: [],
      teamReviewers: [],
      createdAt,
      updatedAt: createdAt,
    });
  }

  put(request: PullRequest): PullRequest {
    this.#requests.set(request.id, request);
    this.#file.save();
    return request;
  }

  removeRepository(repositoryId: number): void {
    for (const { id } of this.list(repositoryId)) {
      this.#requests.delete(id);
    }
    this.#file.save();
  }

  close(): void {
    this.#file.close();
  }
}
