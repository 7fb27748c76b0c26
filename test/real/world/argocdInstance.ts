import type { ArgocdInstanceConfig } from '@slipway/plugin-gitops-backend-module-argocd';
import { argocd } from './realSystems';

/** The real Argo CD as an instance called `real`, by its token unless something else is said. */
export function anArgocdInstance(
  over: Partial<ArgocdInstanceConfig> = {},
): ArgocdInstanceConfig {
  return {
    name: 'real',
    url: argocd.url,
    credentials: { type: 'token', token: argocd.token },
    tls: { rejectUnauthorized: true },
    ...over,
  };
}
