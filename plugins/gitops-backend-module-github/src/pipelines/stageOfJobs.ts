/** A job's stage, and what it is called within it. */
export interface StagedName {
  readonly stage: string;
  readonly job: string;
}

/**
 * Puts jobs into stages by their names, because GitHub has no stages and its API does not tell which job needs which:
 * - `test / unit`, as the jobs of a called workflow are named, is the job `unit` in the stage `test`;
 * - `test (3.12)`, as the jobs of a matrix are named, stands in the stage `test`;
 * - jobs that share their first word, such as `release-dev` and `release-prod`, stand in the stage `release`;
 * - any other job is a stage of its own.
 */
export function stageOfJobs(names: readonly string[]): readonly StagedName[] {
  const plain = names.map(name => {
    const slash = name.indexOf(' / ');
    return slash > 0
      ? { stage: name.slice(0, slash), job: name.slice(slash + 3), own: false }
      : { stage: name.replace(/ \(.*\)$/, ''), job: name, own: true };
  });
  const words = new Map<string, Set<string>>();
  for (const { stage } of plain) {
    const word = firstWord(stage);
    words.set(word, (words.get(word) ?? new Set()).add(stage));
  }
  return plain.map(({ stage, job, own }) => {
    const word = firstWord(stage);
    const shared = own && (words.get(word)?.size ?? 0) > 1;
    return { stage: shared ? word : stage, job };
  });
}

function firstWord(name: string): string {
  return name.split(/[-_:\s]/, 1)[0] || name;
}
