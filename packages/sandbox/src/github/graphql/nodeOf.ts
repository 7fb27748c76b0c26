import { GraphQLError } from 'graphql';
import type { GithubServices } from '../GithubServices';
import { checkRunOf, checkSuiteOf, workflowRunOf } from './checkResolvers';
import { repositoryOf } from './repositoryResolvers';

/** The object of a global id; checks, runs and repositories can be found by theirs. */
export function nodeOf(services: GithubServices, id: string): object {
  const { repositories, runs } = services;
  const [, kind, digits] = /^(CS|CR|WFR|R)_(\d+)$/.exec(id) ?? [];
  const number = Number(digits);
  if (kind === 'R') {
    const repository = repositories.find(number);
    return repository ? repositoryOf(services, repository) : unresolved(id);
  }
  for (const repository of repositories.list()) {
    for (const run of runs.list(repository.id)) {
      if (kind === 'CS' && run.id === number) {
        return checkSuiteOf(services, repository, run);
      }
      if (kind === 'WFR' && run.id === number) {
        return workflowRunOf(services, repository, run);
      }
      const job = run.jobs.find(one => one.id === number);
      if (kind === 'CR' && job) {
        return checkRunOf(services, repository, run, job);
      }
    }
  }
  return unresolved(id);
}

function unresolved(id: string): never {
  throw new GraphQLError(
    `Could not resolve to a node with the global id of '${id}'`,
    { extensions: { type: 'NOT_FOUND' } },
  );
}
