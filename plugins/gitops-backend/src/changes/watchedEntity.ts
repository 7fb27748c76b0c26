import type { Application } from '@slipway/plugin-gitops-common';
import type { Component } from '../delivery';
import type { Access, PermissionChecker } from '../permissions';
import type { WatchedEntity } from './ChangeHub';

/** What of a component a user hears of. `alone` is true on the component's own page, where the jobs are looked at as well. */
export function watchedEntity(options: {
  readonly component: Component;
  readonly access: Access;
  readonly permissions: PermissionChecker;
  readonly alone: boolean;
}): WatchedEntity {
  const { component, access, permissions, alone } = options;
  const { entityRef, selector, project, owners } = component;
  return {
    entityRef,
    detail: alone,
    mayRead: (application: Application) =>
      access.readDeployments.allows(permissions.resource(application, owners)),
    ...(selector && !access.readDeployments.deniesAll && { selector }),
    ...(project && access.readPipelines.allowed && { project }),
  };
}
