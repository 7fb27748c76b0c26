import { z } from 'zod';
import { JsonFile } from '../../state';

const variableSchema = z.object({
  projectId: z.number(),
  key: z.string(),
  value: z.string(),
  variableType: z.enum(['env_var', 'file']),
  protected: z.boolean(),
  masked: z.boolean(),
  raw: z.boolean(),
  environmentScope: z.string(),
  description: z.string().optional(),
});

export type Variable = z.infer<typeof variableSchema>;

/** CI variables of projects. */
export class Variables {
  #variables: readonly Variable[];
  readonly #file: JsonFile<readonly Variable[]>;

  constructor(file: string) {
    this.#variables = JsonFile.read(file, z.array(variableSchema).parse) ?? [];
    this.#file = new JsonFile(file, () => this.#variables);
  }

  list(projectId: number): readonly Variable[] {
    return this.#variables.filter(variable => variable.projectId === projectId);
  }

  find(projectId: number, key: string): Variable | undefined {
    return this.list(projectId).find(variable => variable.key === key);
  }

  /** Replaces the variable of the same project and key. */
  put(variable: Variable): void {
    this.remove(variable.projectId, variable.key);
    this.#variables = [...this.#variables, variable];
    this.#file.save();
  }

  /** One variable, or without `key` all of a project. */
  remove(projectId: number, key?: string): void {
    this.#variables = this.#variables.filter(
      variable =>
        variable.projectId !== projectId ||
        (key !== undefined && variable.key !== key),
    );
    this.#file.save();
  }

  close(): void {
    this.#file.close();
  }
}
