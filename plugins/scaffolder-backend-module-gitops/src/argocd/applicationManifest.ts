import type { ArgocdApplicationManifest } from '@slipway/plugin-gitops-backend-module-argocd';
import { componentLabel } from './ownership';
import { inCluster } from './projectManifest';

export interface ApplicationInput {
  readonly name: string;
  readonly component: string;
  readonly project: string;
  readonly repoUrl: string;
  readonly path: string;
  readonly targetRevision?: string;
  readonly namespace: string;
  readonly server?: string;
  readonly clusterName?: string;
  readonly environment?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly helm?: {
    readonly valueFiles?: readonly string[];
    readonly releaseName?: string;
  };
  readonly syncPolicy?: {
    readonly automated?: boolean;
    readonly prune?: boolean;
    readonly selfHeal?: boolean;
    readonly options?: readonly string[];
    readonly retry?: { readonly limit: number; readonly refresh?: boolean };
  };
}

/**
 * Argo CD's own number of attempts, but each with the newest commit: a sync that fails would otherwise be repeated as it was, and
 * keep the release that mends it waiting.
 */
const newestRetry = { limit: 5, refresh: true };

/** An `Application` that syncs by itself and, once deleted, takes along what it deployed. */
export function applicationManifest(
  input: ApplicationInput,
  environmentLabel: string,
): ArgocdApplicationManifest {
  const {
    automated = true,
    prune = true,
    selfHeal = true,
    options = ['CreateNamespace=true'],
    retry = newestRetry,
  } = input.syncPolicy ?? {};
  return {
    metadata: {
      name: input.name,
      labels: {
        ...input.labels,
        ...(input.environment && { [environmentLabel]: input.environment }),
        [componentLabel]: input.component,
      },
      ...(input.annotations && { annotations: input.annotations }),
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    },
    spec: {
      project: input.project,
      source: {
        repoURL: input.repoUrl,
        path: input.path,
        targetRevision: input.targetRevision ?? 'HEAD',
        ...helmOf(input),
      },
      destination: {
        ...(input.clusterName
          ? { name: input.clusterName }
          : { server: input.server ?? inCluster }),
        namespace: input.namespace,
      },
      syncPolicy: {
        ...(automated && { automated: { prune, selfHeal } }),
        ...(options.length > 0 && { syncOptions: options }),
        ...(automated && { retry }),
      },
    },
  };
}

/** Argo CD drops what is empty: sent back, it would look like a change each time. */
function helmOf({ helm }: ApplicationInput) {
  const { valueFiles = [], releaseName } = helm ?? {};
  const fields = {
    ...(releaseName && { releaseName }),
    ...(valueFiles.length > 0 && { valueFiles }),
  };
  return Object.keys(fields).length > 0 ? { helm: fields } : {};
}
