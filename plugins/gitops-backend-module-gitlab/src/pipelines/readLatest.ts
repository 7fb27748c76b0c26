import type { CallOptions } from '@slipway/plugin-gitops-node';
import type { GitlabClient } from '../client/GitlabClient';
import type { ProjectRunsWire, RunWire } from '../client/wire';
import { withoutSkipped } from './mapPipeline';
import { usualBranch } from './usualBranch';

/** Most projects that GitLab takes in one query. */
const batchSize = 50;
/** Enough to look past the commits that a release adds with `[skip ci]`. */
const fewRuns = 5;
const manyRuns = 50;

interface Question {
  readonly path: string;
  readonly ref: string;
  readonly first: number;
}

/**
 * The newest run of each project's default branch, by path in small letters. One query per 50 projects where `main` is the
 * default branch; projects with another one, and those whose newest runs were all skipped, share one more.
 */
export async function readLatest(
  client: GitlabClient,
  paths: readonly string[],
  options: CallOptions = {},
): Promise<ReadonlyMap<string, RunWire>> {
  const found = new Map<string, RunWire>();
  let questions: Question[] = [...new Set(paths)].map(path => ({
    path,
    ref: usualBranch,
    first: fewRuns,
  }));
  while (questions.length > 0) {
    const next: Question[] = [];
    for (const batch of batches(questions)) {
      const [{ ref, first }] = batch;
      const answers = await client.latestPipelines(
        batch.map(question => question.path),
        { ref, first, signal: options.signal },
      );
      for (const project of answers) {
        const again = furtherQuestion(project, ref, first);
        if (again) {
          next.push(again);
        } else {
          const [newest] = withoutSkipped(project.pipelines);
          if (newest) {
            found.set(project.fullPath.toLowerCase(), newest);
          }
        }
      }
    }
    questions = next;
  }
  return found;
}

/** Undefined when the answer is the last word on the project. */
function furtherQuestion(
  project: ProjectRunsWire,
  ref: string,
  first: number,
): Question | undefined {
  const path = project.fullPath;
  // No root: the repository is empty, or its code is hidden from the token.
  const branch = project.repository?.rootRef ?? ref;
  if (branch !== ref) {
    return { path, ref: branch, first: fewRuns };
  }
  const maybeMore = project.pipelines.length === first && first < manyRuns;
  const allSkipped = project.pipelines.every(run => run.status === 'skipped');
  return maybeMore && allSkipped ? { path, ref, first: manyRuns } : undefined;
}

/** Questions that can be asked together, at most 50 at a time. */
function batches(
  questions: readonly Question[],
): readonly (readonly [Question, ...Question[]])[] {
  const result: [Question, ...Question[]][] = [];
  for (const question of questions) {
    const open = result.find(
      ([{ ref, first }, ...rest]) =>
        ref === question.ref &&
        first === question.first &&
        rest.length + 1 < batchSize,
    );
    if (open) {
      open.push(question);
    } else {
      result.push([question]);
    }
  }
  return result;
}
