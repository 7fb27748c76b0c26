import { currentStage, type CallOptions } from '@slipway/plugin-gitops-node';
import type { GithubClient } from '../client/GithubClient';
import type { GithubRun } from './GithubRun';
import { mapStatus } from './mapStatus';
import { statusOfStage } from './mapStages';
import { stageOfJobs } from './stageOfJobs';

/** Most nodes that GitHub takes in one query. */
const batchSize = 100;
const quiet = ['success', 'skipped', 'unknown'];

/** Which stage explains the state of each run that did not simply pass, by run. One query per 100 of them. */
export async function readCurrentStages(
  client: GithubClient,
  repository: string,
  runs: readonly GithubRun[],
  options: CallOptions = {},
): Promise<ReadonlyMap<string, string | undefined>> {
  const wanted = runs.filter(run => run.suite && !quiet.includes(run.status));
  const stages = new Map<string, string | undefined>();
  for (let i = 0; i < wanted.length; i += batchSize) {
    const some = wanted.slice(i, i + batchSize);
    const suites = [...new Set(some.flatMap(({ suite }) => suite ?? []))];
    const found = await client.checkRuns(repository, suites, options);
    for (const run of some) {
      const jobs = [...(found.get(run.suite ?? '') ?? [])].sort(
        (a, b) => Number(a.id) - Number(b.id),
      );
      const names = stageOfJobs(jobs.map(({ name }) => name));
      const its = [...new Set(names.map(({ stage }) => stage))].map(name => ({
        name,
        status: statusOfStage(
          jobs
            .filter((_, index) => names[index].stage === name)
            .map(({ status, conclusion }) => ({
              status: mapStatus(status, conclusion),
              allowFailure: false,
            })),
        ),
      }));
      stages.set(run.id, currentStage(run.status, its));
    }
  }
  return stages;
}
