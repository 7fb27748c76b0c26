import type { Argocd } from '../../argocd';
import { rootApplication, rootProject } from './deliveryFiles';
import type { PlatformSite } from './PlatformSite';

/** What `kubectl apply` of a platform's two bootstrap files does; Argo CD does the rest. */
export function registerPlatform(
  { store, controller }: Argocd,
  site: PlatformSite,
): void {
  const { metadata: own, spec: rules } = rootProject(site);
  store.putProject(site.name, { metadata: own, spec: rules });
  const { metadata, spec } = rootApplication(site);
  store.addApplication({
    metadata,
    spec,
    status: {
      sync: {
        status: '',
        comparedTo: { source: { repoURL: '' }, destination: {} },
      },
      health: {},
      summary: {},
      sourceHydrator: {},
    },
  });
  controller.request(site.name);
}
