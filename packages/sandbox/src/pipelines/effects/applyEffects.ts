import { ConflictError } from '@backstage/errors';
import type { FileAction, GitCommit, GitStore } from '../../git';
import type { ParameterStore } from '../../cluster';
import type { ImageRegistry } from '../ImageRegistry';
import type { ImageRepositories } from '../ImageRepositories';
import { applyEdit } from './applyEdit';
import type { JobEffect, PlannedCommit } from './model';

const ATTEMPTS = 5;

export interface EffectTargets {
  readonly git: GitStore;
  readonly images: ImageRegistry;
  readonly imageRepositories: ImageRepositories;
  readonly parameters: ParameterStore;
  /** The pipeline's own repository. */
  readonly repository: string;
  readonly sha: string;
  readonly now: () => Date;
}

/** Does what a script would have done, in order, and says so. Throws where the script would have failed. */
export async function applyEffects(
  effects: readonly JobEffect[],
  targets: EffectTargets,
): Promise<string[]> {
  const log: string[] = [];
  for (const effect of effects) {
    log.push(...(await applyEffect(effect, targets)));
  }
  return log;
}

async function applyEffect(
  effect: JobEffect,
  targets: EffectTargets,
): Promise<string[]> {
  switch (effect.type) {
    case 'image':
      targets.imageRepositories.assertAccepts(effect.ref);
      targets.images.push(effect.ref, {
        at: targets.now(),
        commit: targets.sha,
      });
      return [`pushed image ${effect.ref}`];
    case 'imageRepository':
      targets.imageRepositories.create(effect.name);
      return [`created repository ${effect.name}`];
    case 'parameter':
      if (effect.overwrite) {
        targets.parameters.put(effect.name, effect.value);
      } else if (
        !targets.parameters.createIfMissing(effect.name, effect.value)
      ) {
        return [`parameter ${effect.name} is there already`];
      }
      return [`wrote parameter ${effect.name}`];
    default:
      return pushAll(effect, targets);
  }
}

async function pushAll(
  effect: Extract<JobEffect, { type: 'push' }>,
  targets: EffectTargets,
): Promise<string[]> {
  const log: string[] = [];
  const repository = effect.repository ?? targets.repository;
  const branch =
    effect.branch === 'HEAD'
      ? ((await targets.git.defaultBranch(repository)) ?? 'main')
      : effect.branch;
  for (const planned of effect.commits) {
    const commit = await pushCommit(
      targets,
      repository,
      branch,
      planned,
      effect.pushOptions,
    );
    log.push(
      commit
        ? `pushed ${commit.shortSha} to ${branch} of ${repository}: ${commit.title}`
        : `nothing to commit in ${repository}: Git already asks for this`,
    );
  }
  return log;
}

/** Somebody else may push at the same moment: then the edit is made again on what is there now, as a rebase would. */
async function pushCommit(
  { git, now }: EffectTargets,
  repository: string,
  branch: string,
  planned: PlannedCommit,
  pushOptions: readonly string[],
): Promise<GitCommit | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const head = await git.resolveRevision(repository, branch);
    if (!head) {
      throw new Error(`error: src refspec ${branch} does not match any`);
    }
    const actions = await fileActions(git, repository, head, planned);
    if (actions.length === 0) {
      return undefined;
    }
    try {
      return await git.commitFiles(repository, branch, actions, {
        message: planned.message,
        author: planned.author,
        date: now(),
        expectedHead: head,
        pushOptions,
      });
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === ATTEMPTS) {
        throw error;
      }
    }
  }
}

async function fileActions(
  git: GitStore,
  repository: string,
  head: string,
  { edits }: PlannedCommit,
): Promise<FileAction[]> {
  const changed = new Map<string, string>();
  const read = async (path: string) =>
    changed.get(path) ??
    git.readFile(repository, head, path).catch(() => undefined);
  for (const edit of edits) {
    const { path, content, changed: isChanged } = await applyEdit(edit, read);
    if (isChanged) {
      changed.set(path, content);
    }
  }
  return [...changed].map(([path, content]) => ({
    action: 'update',
    path,
    content,
  }));
}
