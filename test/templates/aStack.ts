import { anInput } from './anInput';
import { renderTemplate } from './renderTemplate';

/** What can be part of a stack, in the order of its generated files. */
export type StackKey = 'fastapi' | 'streamlit' | 'mlflow' | 'kafka';

/** All of them. */
export const stackKeys: readonly StackKey[] = [
  'fastapi',
  'streamlit',
  'mlflow',
  'kafka',
];

export interface StackInput {
  readonly name: string;
  readonly keys: readonly StackKey[];
  readonly environments?: readonly string[];
}

/** The repository of a stack with GitLab's registry and Kustomize. Content by path. */
export async function aStack({
  name,
  keys,
  environments = ['dev', 'staging', 'prod'],
}: StackInput): Promise<ReadonlyMap<string, string>> {
  return renderTemplate(
    anInput({ name, starter: 'stack', services: keys, environments }),
  );
}
