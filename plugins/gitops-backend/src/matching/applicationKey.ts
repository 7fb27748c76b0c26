import type { ApplicationId } from '@slipway/plugin-gitops-common';

/** One string for one application; no part can contain the separator. */
export const applicationKey = (id: ApplicationId): string =>
  `${id.instance}\n${id.namespace ?? ''}\n${id.name}`;
