import { z } from 'zod';
import { JsonFile } from '../../state';

const environmentSchema = z.object({
  id: z.number(),
  repositoryId: z.number(),
  name: z.string(),
  reviewers: z.array(
    z.object({ type: z.enum(['User', 'Team']), id: z.number() }),
  ),
  preventSelfReview: z.boolean(),
  waitTimer: z.number(),
  branchPolicy: z
    .object({
      protected_branches: z.boolean(),
      custom_branch_policies: z.boolean(),
    })
    .optional(),
  branchPolicies: z.array(
    z.object({
      id: z.number(),
      name: z.string(),
      type: z.enum(['branch', 'tag']),
    }),
  ),
  createdAt: z.string(),
  updatedAt: z.string(),
});

export type Environment = z.infer<typeof environmentSchema>;

/** Environments of all repositories; one with reviewers lets a job wait for an approval. */
export class Environments {
  readonly #environments: Map<number, Environment>;
  readonly #file: JsonFile<readonly Environment[]>;

  constructor(file: string) {
    const found = JsonFile.read(file, z.array(environmentSchema).parse) ?? [];
    this.#environments = new Map(found.map(one => [one.id, one]));
    this.#file = new JsonFile(file, () => [...this.#environments.values()]);
  }

  list(repositoryId: number): readonly Environment[] {
    return [...this.#environments.values()].filter(
      one => one.repositoryId === repositoryId,
    );
  }

  /** Names are compared without regard to case, as GitHub does. */
  find(repositoryId: number, name: string): Environment | undefined {
    return this.list(repositoryId).find(
      one => one.name.toLowerCase() === name.toLowerCase(),
    );
  }

  /** Creates the environment, or changes the one that is there. */
  put(
    repositoryId: number,
    name: string,
    at: Date,
    change: Partial<
      Pick<
        Environment,
        | 'reviewers'
        | 'preventSelfReview'
        | 'waitTimer'
        | 'branchPolicy'
        | 'branchPolicies'
      >
    > = {},
  ): Environment {
    const now = at.toISOString();
    const environment: Environment = {
      id: Math.max(0, ...this.#environments.keys()) + 1,
      repositoryId,
      name,
      reviewers: [],
      preventSelfReview: false,
      waitTimer: 0,
      branchPolicies: [],
      createdAt: now,
      ...this.find(repositoryId, name),
      ...change,
      updatedAt: now,
    };
    this.#environments.set(environment.id, environment);
    this.#file.save();
    return environment;
  }

  remove(repositoryId: number, name?: string): void {
    for (const one of this.list(repositoryId)) {
      if (name === undefined || one.name.toLowerCase() === name.toLowerCase()) {
        this.#environments.delete(one.id);
      }
    }
    this.#file.save();
  }

  close(): void {
    this.#file.close();
  }
}
