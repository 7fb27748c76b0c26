import type { ArgocdProjectManifest } from '@slipway/plugin-gitops-backend-module-argocd';
import { componentLabel } from './ownership';

export interface ProjectInput {
  readonly name: string;
  readonly component: string;
  readonly description?: string;
  readonly sourceRepos: readonly string[];
  readonly destinations: readonly {
    readonly server?: string;
    readonly name?: string;
    readonly namespace: string;
  }[];
  readonly roles?: readonly {
    readonly name: string;
    readonly description?: string;
    readonly policies: readonly string[];
    readonly groups?: readonly string[];
  }[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The cluster that Argo CD itself runs in. */
export const inCluster = 'https://kubernetes.default.svc';

/** An `AppProject` that may deploy namespaced objects, and of cluster-wide ones only its namespaces. */
export function projectManifest(input: ProjectInput): ArgocdProjectManifest {
  return {
    metadata: {
      name: input.name,
      labels: { ...input.labels, [componentLabel]: input.component },
      ...(input.annotations && { annotations: input.annotations }),
    },
    spec: {
      ...(input.description && { description: input.description }),
      sourceRepos: input.sourceRepos,
      destinations: input.destinations.map(({ server, name, namespace }) =>
        name ? { name, namespace } : { server: server ?? inCluster, namespace },
      ),
      // CreateNamespace=true needs it.
      clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }],
      ...(input.roles && { roles: input.roles }),
    },
  };
}
