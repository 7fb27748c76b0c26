import {
  checkComponentName,
  checkEnvironmentName,
  checkRepositoryName,
} from '@slipway/plugin-gitops-common';
import type { PreflightCheck } from './PreflightRequest';

/** Names that Kubernetes, Argo CD or the Git host would refuse. */
export const checkNames: PreflightCheck = async ({
  component,
  environments,
  repository,
}) => {
  const name = checkComponentName(component, { environments });
  const repositoryName =
    repository && repository.name !== component
      ? checkRepositoryName(repository.name)
      : undefined;
  return [
    ...(name ? [`The name “${component}” cannot be used. ${name}`] : []),
    ...(repositoryName
      ? [
          `The repository name “${repository?.name}” cannot be used. ${repositoryName}`,
        ]
      : []),
    ...environments
      .map(environment => checkEnvironmentName(environment))
      .filter(problem => problem !== undefined),
  ];
};
