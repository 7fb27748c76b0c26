import { globToRegExp } from '../../pipelines/ci/glob';
import type { Workflow } from './readWorkflow';

/** What happened, as far as `on:` asks. */
export interface TriggerEvent {
  readonly name: 'push' | 'pull_request' | 'workflow_dispatch';
  /** Of a push: its branch or tag. Of a pull request: the branch that it wants to get into. */
  readonly branch?: string;
  readonly tag?: string;
  /** Of a pull request: `opened`, `synchronize`, `reopened`. */
  readonly action?: string;
  /** Undefined where there is nothing to compare with: then paths match. */
  readonly changedPaths?: readonly string[];
}

const DEFAULT_TYPES = ['opened', 'synchronize', 'reopened'];

/** Whether a workflow runs for an event. */
export function matchesTrigger(
  { on }: Pick<Workflow, 'on'>,
  event: TriggerEvent,
): boolean {
  const filter = on[event.name];
  if (!filter) {
    return false;
  }
  if (event.name === 'workflow_dispatch') {
    return true;
  }
  if (event.name === 'pull_request') {
    const types = filter.types ?? DEFAULT_TYPES;
    if (event.action && !types.includes(event.action)) {
      return false;
    }
  }
  return (
    matchesRef(filter, event) &&
    matchesPaths(filter.paths, filter['paths-ignore'], event.changedPaths)
  );
}

function matchesRef(
  filter: Workflow['on'][string],
  { branch, tag }: TriggerEvent,
): boolean {
  const { branches, tags } = filter;
  const hasBranches = branches ?? filter['branches-ignore'];
  const hasTags = tags ?? filter['tags-ignore'];
  if (tag !== undefined) {
    // a filter for the one kind alone leaves the other out
    return hasTags
      ? matchesName(tags, filter['tags-ignore'], tag)
      : !hasBranches;
  }
  if (branch === undefined) {
    return true;
  }
  return hasBranches
    ? matchesName(branches, filter['branches-ignore'], branch)
    : !hasTags;
}

function matchesName(
  wanted: readonly string[] | undefined,
  ignored: readonly string[] | undefined,
  name: string,
): boolean {
  return wanted
    ? matchesPatterns(wanted, name)
    : !matchesPatterns(ignored ?? [], name);
}

function matchesPaths(
  wanted: readonly string[] | undefined,
  ignored: readonly string[] | undefined,
  paths: readonly string[] | undefined,
): boolean {
  if (!paths || (!wanted && !ignored)) {
    return true;
  }
  return wanted
    ? paths.some(path => matchesPatterns(wanted, path))
    : paths.some(path => !matchesPatterns(ignored ?? [], path));
}

/** In order; `!pattern` takes back what an earlier one let in. */
function matchesPatterns(patterns: readonly string[], text: string): boolean {
  return patterns.reduce((matched, pattern) => {
    const isNegative = pattern.startsWith('!');
    const glob = isNegative ? pattern.slice(1) : pattern;
    return globToRegExp(glob).test(text) ? !isNegative : matched;
  }, false);
}
