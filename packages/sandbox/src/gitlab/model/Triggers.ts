import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { JsonFile } from '../../state';

const triggerSchema = z.object({
  id: z.number(),
  projectId: z.number(),
  token: z.string(),
  description: z.string(),
  createdAt: z.string(),
});

export type Trigger = z.infer<typeof triggerSchema>;

/** Tokens that start pipelines and can do nothing else. */
export class Triggers {
  #triggers: readonly Trigger[];
  readonly #file: JsonFile<readonly Trigger[]>;

  constructor(file: string) {
    this.#triggers = JsonFile.read(file, z.array(triggerSchema).parse) ?? [];
    this.#file = new JsonFile(file, () => this.#triggers);
  }

  list(projectId: number): readonly Trigger[] {
    return this.#triggers.filter(trigger => trigger.projectId === projectId);
  }

  create(projectId: number, description: string, createdAt: Date): Trigger {
    const trigger: Trigger = {
      id: Math.max(0, ...this.#triggers.map(({ id }) => id)) + 1,
      projectId,
      token: `glptt-${randomBytes(20).toString('hex')}`,
      description,
      createdAt: createdAt.toISOString(),
    };
    this.#triggers = [...this.#triggers, trigger];
    this.#file.save();
    return trigger;
  }

  /** One, or without `id` all of a project. */
  remove(projectId: number, id?: number): void {
    this.#triggers = this.#triggers.filter(
      trigger =>
        trigger.projectId !== projectId ||
        (id !== undefined && trigger.id !== id),
    );
    this.#file.save();
  }

  close(): void {
    this.#file.close();
  }
}
