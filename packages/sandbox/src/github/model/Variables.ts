import { z } from 'zod';
import { JsonFile } from '../../state';

const variableSchema = z.object({
  repositoryId: z.number(),
  /** Undefined: of the repository. */
  environment: z.string().optional(),
  kind: z.enum(['variable', 'secret']),
  /** Upper case, as GitHub keeps it. */
  name: z.string(),
  /** Empty for a secret: what is sealed is never opened, and nowhere kept. */
  value: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

export type Variable = z.infer<typeof variableSchema>;

/** Whose variables or secrets. */
export type VariableScope = Pick<
  Variable,
  'repositoryId' | 'environment' | 'kind'
>;

/** Variables with their values and secrets without, of repositories and environments. */
export class Variables {
  #variables: readonly Variable[];
  readonly #file: JsonFile<readonly Variable[]>;

  constructor(file: string) {
    this.#variables = JsonFile.read(file, z.array(variableSchema).parse) ?? [];
    this.#file = new JsonFile(file, () => this.#variables);
  }

  list(scope: VariableScope): readonly Variable[] {
    return this.#variables.filter(one => isOf(one, scope));
  }

  find(scope: VariableScope, name: string): Variable | undefined {
    return this.list(scope).find(one => one.name === name.toUpperCase());
  }

  put(scope: VariableScope, name: string, value: string, at: Date): Variable {
    const before = this.find(scope, name);
    const now = at.toISOString();
    const variable: Variable = {
      ...scope,
      environment: scope.environment?.toLowerCase(),
      name: name.toUpperCase(),
      value: scope.kind === 'secret' ? '' : value,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
    };
    this.#variables = [
      ...this.#variables.filter(one => one !== before),
      variable,
    ];
    this.#file.save();
    return variable;
  }

  remove(scope: VariableScope, name: string): void {
    const found = this.find(scope, name);
    this.#variables = this.#variables.filter(one => one !== found);
    this.#file.save();
  }

  removeRepository(repositoryId: number): void {
    this.#variables = this.#variables.filter(
      one => one.repositoryId !== repositoryId,
    );
    this.#file.save();
  }

  close(): void {
    this.#file.close();
  }
}

function isOf(one: Variable, scope: VariableScope): boolean {
  return (
    one.repositoryId === scope.repositoryId &&
    one.environment === scope.environment?.toLowerCase() &&
    one.kind === scope.kind
  );
}
