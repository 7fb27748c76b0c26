import type { Repository } from '../model/Repositories';
import { matchesTrigger, type TriggerEvent } from './matchesTrigger';
import { readWorkflow, WorkflowError, type Workflow } from './readWorkflow';
import type { WorkflowRunsOptions } from './WorkflowRunsOptions';

/** A file below `.github/workflows`: what it says, or why it is no workflow. */
export interface WorkflowFile {
  readonly path: string;
  readonly content:
    | { readonly type: 'workflow'; readonly workflow: Workflow }
    | { readonly type: 'invalid'; readonly reason: string };
}

const SKIP = /\[(skip ci|ci skip|no ci|skip actions|actions skip)\]/i;

/** All workflow files of a commit, by path. */
export async function workflowFiles(
  { git }: Pick<WorkflowRunsOptions, 'git'>,
  { fullName }: Repository,
  sha: string,
): Promise<WorkflowFile[]> {
  const entries = await git.listFiles(fullName, sha, {
    path: '.github/workflows',
  });
  const paths = entries
    .map(({ path }) => path)
    .filter(path => /\.ya?ml$/.test(path));
  return Promise.all(
    paths.map(async path => {
      const source = await git.readFile(fullName, sha, path);
      try {
        const workflow = readWorkflow(source);
        return { path, content: { type: 'workflow' as const, workflow } };
      } catch (error) {
        if (error instanceof WorkflowError) {
          const { message: reason } = error;
          return { path, content: { type: 'invalid' as const, reason } };
        }
        throw error;
      }
    }),
  );
}

/** The files that an event starts; broken ones too, so that people see why nothing runs. */
export async function findTriggered(
  options: Pick<WorkflowRunsOptions, 'git'>,
  repository: Repository,
  sha: string,
  event: Omit<TriggerEvent, 'changedPaths'>,
  /** What changed since then counts; undefined: everything. */
  since: string | undefined,
): Promise<WorkflowFile[]> {
  const { git } = options;
  const { fullName } = repository;
  const commit = await git.commit(fullName, sha);
  if (SKIP.test(commit.message)) {
    return [];
  }
  const files = await workflowFiles(options, repository, sha);
  if (files.length === 0) {
    return [];
  }
  const diff = since ? await git.diff(fullName, since, sha) : undefined;
  const changedPaths = diff?.flatMap(({ oldPath, newPath }) => [
    oldPath,
    newPath,
  ]);
  return files.filter(({ content }) =>
    content.type === 'invalid'
      ? event.name === 'push'
      : matchesTrigger(content.workflow, { ...event, changedPaths }),
  );
}
