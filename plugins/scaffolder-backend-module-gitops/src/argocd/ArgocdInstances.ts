import { InputError } from '@backstage/errors';
import type {
  ArgocdClient,
  ArgocdInstanceConfig,
} from '@slipway/plugin-gitops-backend-module-argocd';

/** One Argo CD to write to, with the addresses of its pages. */
export interface ArgocdInstance {
  readonly client: ArgocdClient;
  projectUrl(name: string): string;
  applicationUrl(name: string, namespace?: string): string;
}

/** The configured instances. */
export interface ArgocdInstances {
  /** Throws `InputError` that names the configured ones. */
  get(name: string): ArgocdInstance;
}

export function createArgocdInstances(
  configs: readonly ArgocdInstanceConfig[],
  createClient: (config: ArgocdInstanceConfig) => ArgocdClient,
): ArgocdInstances {
  const instances = new Map(
    configs.map(config => [
      config.name,
      instanceOf(config, createClient(config)),
    ]),
  );
  return {
    get(name) {
      const instance = instances.get(name);
      if (!instance) {
        const known = [...instances.keys()].join(', ') || 'none';
        throw new InputError(
          `No Argo CD is called “${name}”. Configured under argocd.appLocatorMethods: ${known}`,
        );
      }
      return instance;
    },
  };
}

function instanceOf(
  config: ArgocdInstanceConfig,
  client: ArgocdClient,
): ArgocdInstance {
  const base = config.frontendUrl ?? config.url;
  const page = (...segments: readonly string[]) =>
    [base, ...segments.map(encodeURIComponent)].join('/');
  return {
    client,
    projectUrl: name => page('settings', 'projects', name),
    applicationUrl: (name, namespace) =>
      namespace
        ? page('applications', namespace, name)
        : page('applications', name),
  };
}
