import type { Repository } from '../model/Repositories';
import { githubContext, type RunFacts } from './contexts';
import { asText } from './expressions';
import type { WorkflowJob, WorkflowRun } from './model';
import { runnerHome, runnerTemp } from './runnerFolders';

/** Where scripts hand over what later steps shall know. */
export const FILES = {
  GITHUB_OUTPUT: `${runnerTemp}/output`,
  GITHUB_ENV: `${runnerTemp}/env`,
  GITHUB_PATH: `${runnerTemp}/path`,
  GITHUB_STEP_SUMMARY: `${runnerTemp}/summary`,
} as const;

const FROM_CONTEXT = [
  'actor',
  'api_url',
  'base_ref',
  'event_name',
  'graphql_url',
  'head_ref',
  'ref',
  'ref_name',
  'ref_type',
  'repository',
  'repository_id',
  'repository_owner',
  'run_attempt',
  'run_id',
  'run_number',
  'server_url',
  'sha',
  'workflow',
  'workflow_ref',
  'workspace',
];

/** What every script finds in its environment (https://docs.github.com/actions/reference/workflows-and-actions/variables). */
export function defaultVariables(
  run: WorkflowRun,
  job: WorkflowJob,
  facts: RunFacts,
): Record<string, string> {
  const context = githubContext(run, facts);
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_JOB: job.key,
    HOME: runnerHome,
    RUNNER_ARCH: 'X64',
    RUNNER_OS: 'Linux',
    RUNNER_NAME: 'sandbox',
    RUNNER_TEMP: runnerTemp,
    ...FILES,
    ...Object.fromEntries(
      FROM_CONTEXT.map(name => [
        `GITHUB_${name.toUpperCase()}`,
        asText(context[name]),
      ]),
    ),
  };
}

/** The repository that a clone URL names, when it is one of this host. */
export function repositoryOfUrl(
  url: string,
  baseUrl: string,
  find: (name: string) => Repository | undefined,
): string | undefined {
  if (!URL.canParse(url)) {
    return undefined;
  }
  const { host, pathname } = new URL(url);
  return host === new URL(baseUrl).host
    ? find(pathname.replace(/^\//, '').replace(/\.git$/, ''))?.fullName
    : undefined;
}
