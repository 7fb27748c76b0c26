import {
  createConditionExports,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod';
import { gitopsDeploymentResourceRef } from './deploymentResource';

const names = (what: string) => z.array(z.string()).describe(what);

const inEnvironment = createPermissionRule({
  name: 'IN_ENVIRONMENT',
  description: 'Allow deployments in one of the environments',
  resourceRef: gitopsDeploymentResourceRef,
  paramsSchema: z.object({
    environments: names('Names of configured environments, such as prod'),
  }),
  apply: (resource, { environments }) =>
    resource.environment !== undefined &&
    environments.includes(resource.environment),
  toQuery: ({ environments }) => ({
    property: 'environment',
    values: environments,
  }),
});

const inProject = createPermissionRule({
  name: 'IN_PROJECT',
  description: "Allow deployments of one of the engine's projects",
  resourceRef: gitopsDeploymentResourceRef,
  paramsSchema: z.object({
    projects: names("Names of the engine's projects, such as an AppProject"),
  }),
  apply: (resource, { projects }) =>
    projects.includes(resource.application.project),
  toQuery: ({ projects }) => ({ property: 'project', values: projects }),
});

const onInstance = createPermissionRule({
  name: 'ON_INSTANCE',
  description: 'Allow deployments of one of the engine instances',
  resourceRef: gitopsDeploymentResourceRef,
  paramsSchema: z.object({
    instances: names('Names of configured engine instances, such as main'),
  }),
  apply: (resource, { instances }) =>
    instances.includes(resource.application.id.instance),
  toQuery: ({ instances }) => ({ property: 'instance', values: instances }),
});

const isComponentOwner = createPermissionRule({
  name: 'IS_COMPONENT_OWNER',
  description: 'Allow deployments of components that one of the claims owns',
  resourceRef: gitopsDeploymentResourceRef,
  paramsSchema: z.object({
    claims: names(
      'Entity references, usually those by which the user owns things',
    ),
  }),
  apply: (resource, { claims }) =>
    resource.owners.some(owner => claims.includes(owner)),
  toQuery: ({ claims }) => ({ property: 'owners', values: claims }),
});

/** @public */
export const gitopsDeploymentRules = {
  inEnvironment,
  inProject,
  onInstance,
  isComponentOwner,
};

const conditionExports = createConditionExports({
  resourceRef: gitopsDeploymentResourceRef,
  rules: gitopsDeploymentRules,
});

/**
 * The conditions that a policy can combine.
 * @public
 */
export const gitopsDeploymentConditions = conditionExports.conditions;

/**
 * Makes the decision that a policy gives for a `gitops.deployment.*` permission.
 * @public
 */
export const createGitopsDeploymentConditionalDecision =
  conditionExports.createConditionalDecision;
