import type { Repository } from '../model/Repositories';
import type { WorkflowRunsOptions } from './WorkflowRunsOptions';

/** What the command-line tool `gh` prints where workflows decide by it: the kinds of an environment's protection rules. */
export function answerOfGh(
  [program, verb, path = '', ...rest]: readonly string[],
  { environments }: Pick<WorkflowRunsOptions, 'environments'>,
  repository: Repository,
): string | undefined {
  const [, name, environment] =
    /^\/?repos\/([^/]+\/[^/]+)\/environments\/([^/]+)$/.exec(path) ?? [];
  const found =
    name?.toLowerCase() === repository.fullName.toLowerCase()
      ? environments.find(repository.id, environment)
      : undefined;
  const asksForRules =
    program === 'gh' &&
    verb === 'api' &&
    rest.join(' ') === '--jq .protection_rules[].type';
  if (!found || !asksForRules) {
    return undefined;
  }
  return found.reviewers.length > 0 ? 'required_reviewers\n' : '';
}
