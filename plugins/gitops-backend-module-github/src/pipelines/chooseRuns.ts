import type { GithubRun } from './GithubRun';

/** What starts a delivery. Others test pull requests, run at night, or serve GitHub itself. */
const deliveringEvents = ['push', 'workflow_dispatch'];

/** Words in a workflow's file or name, most telling first. */
const tellingWords = [
  /\bdeliver/i,
  /\bdeploy/i,
  /\brelease/i,
  /\bpublish/i,
  /\bcd\b/i,
  /\bci\b/i,
  /\bbuild/i,
  /\bpipeline/i,
  /\btest/i,
];

/**
 * The runs of the one workflow that delivers, in the order they came in. `wanted` names it by file or by name. Otherwise it is
 * the one whose file or name has the most telling word; among equals, the one that ran last. Runs that did nothing count only
 * where there are no others.
 */
export function chooseRuns(
  runs: readonly GithubRun[],
  wanted: string | undefined,
): readonly GithubRun[] {
  const started = runs.filter(({ event }) => deliveringEvents.includes(event));
  const chosen = wanted
    ? started.filter(run => isWorkflow(run, wanted))
    : ofBestWorkflow(started.filter(run => run.workflow.file !== undefined));
  const others = chosen.filter(run => run.status !== 'skipped');
  return others.length > 0 ? others : chosen;
}

/** Whether a text is the file of a workflow rather than its name. */
export function isWorkflowFile(text: string): boolean {
  return /\.ya?ml$/.test(text);
}

function isWorkflow({ workflow }: GithubRun, wanted: string): boolean {
  return workflow.file === wanted || workflow.name === wanted;
}

function ofBestWorkflow(runs: readonly GithubRun[]): readonly GithubRun[] {
  const [best] = [...runs].sort((a, b) => rankOf(a) - rankOf(b));
  return runs.filter(run => run.workflow.file === best.workflow.file);
}

function rankOf({ workflow }: GithubRun): number {
  const rank = tellingWords.findIndex(
    word => word.test(workflow.file ?? '') || word.test(workflow.name),
  );
  return rank < 0 ? tellingWords.length : rank;
}
