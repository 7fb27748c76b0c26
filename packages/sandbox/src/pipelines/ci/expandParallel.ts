import type { Variables } from './expandVariables';

export type Matrix = readonly Readonly<Record<string, readonly string[]>>[];

/** One of the jobs that `parallel` makes of one: what stands behind its name, and the variables that it has. */
export interface ParallelJob {
  readonly suffix: string;
  readonly variables: Variables;
}

/** The jobs of `parallel`, named as GitLab names them: `test 1/2`, `build: [api, worker]`. */
export function expandParallel(
  parallel: number | Matrix | undefined,
): readonly ParallelJob[] {
  if (parallel === undefined) {
    return [{ suffix: '', variables: {} }];
  }
  if (typeof parallel === 'number') {
    return Array.from({ length: parallel }, (_, index) => ({
      suffix: ` ${index + 1}/${parallel}`,
      variables: {
        CI_NODE_INDEX: String(index + 1),
        CI_NODE_TOTAL: String(parallel),
      },
    }));
  }
  const all = parallel.flatMap(combinations);
  return all.map((variables, index) => ({
    suffix: `: [${Object.values(variables).join(', ')}]`,
    variables: {
      ...variables,
      CI_NODE_INDEX: String(index + 1),
      CI_NODE_TOTAL: String(all.length),
    },
  }));
}

function combinations(
  choices: Readonly<Record<string, readonly string[]>>,
): Variables[] {
  return Object.entries(choices).reduce<Variables[]>(
    (found, [name, values]) =>
      found.flatMap(variables =>
        values.map(value => ({ ...variables, [name]: value })),
      ),
    [{}],
  );
}
