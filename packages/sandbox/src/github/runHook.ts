import { randomUUID } from 'node:crypto';
import { HookSender } from '../HookSender';
import type { WorkflowRun } from './actions/model';
import { presentAccount, presentRepository } from './api/presentRepository';
import { presentRun, presentWorkflow } from './api/presentRun';
import type { GithubServices } from './GithubServices';

/** Sends GitHub's `workflow_run` event whenever a run or one of its jobs changes its state. The answer stops it. */
export function sendRunHooks(
  services: GithubServices,
  url: string,
): () => void {
  const states = new Map<number, string>();
  const sender = new HookSender(url);
  const unsubscribe = services.runs.onChange(run => {
    const jobs = run.jobs.map(({ id, status }) => `${id}${status}`);
    const state = [run.status, ...jobs].join();
    if (states.get(run.id) === state) {
      return;
    }
    states.set(run.id, state);
    sender.push(async () => ({
      headers: {
        'User-Agent': 'GitHub-Hookshot/sandbox',
        'X-GitHub-Event': 'workflow_run',
        'X-GitHub-Delivery': randomUUID(),
      },
      body: await runHookBody(services, run),
    }));
  });
  return () => {
    unsubscribe();
    sender.stop();
  };
}

/** The body of https://docs.github.com/webhooks/webhook-events-and-payloads#workflow_run. */
export async function runHookBody(services: GithubServices, run: WorkflowRun) {
  const { repositories, baseUrl } = services;
  const repository = repositories.get(run.repositoryId);
  return {
    action: actionOf(run),
    workflow_run: await presentRun(services, repository, run),
    workflow: presentWorkflow(baseUrl, repository, {
      path: run.path,
      name: run.workflowName,
    }),
    repository: await presentRepository(services, repository),
    organization: presentAccount(baseUrl, repository.owner),
    sender: presentAccount(baseUrl),
  };
}

function actionOf({ status }: WorkflowRun): string {
  switch (status) {
    case 'completed':
      return 'completed';
    case 'in_progress':
      return 'in_progress';
    default:
      return 'requested';
  }
}
