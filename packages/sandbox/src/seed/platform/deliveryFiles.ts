import { stringify } from 'yaml';
import {
  argocdNamespace,
  clusterServer,
  platformEnvironments,
  type PlatformSite,
} from './PlatformSite';

/** What Argo CD applies of a platform repository: the root application and its project, the team's projects, the ApplicationSet. */
export function deliveryFiles(
  site: PlatformSite,
): Readonly<Record<string, string>> {
  return {
    'bootstrap/kustomization.yaml': kustomization({
      namespace: argocdNamespace,
      resources: ['root-project.yaml', '../projects', '../applications'],
    }),
    'bootstrap/root-app.yaml': stringify(rootApplication(site)),
    'bootstrap/root-project.yaml': stringify(rootProject(site)),
    'projects/kustomization.yaml': kustomization({
      resources: [`${site.team}.yaml`],
      commonAnnotations: { 'argocd.argoproj.io/sync-wave': '-1' },
    }),
    [`projects/${site.team}.yaml`]: platformEnvironments
      .map(environment => stringify(teamProject(site, environment)))
      .join('---\n'),
    'applications/kustomization.yaml': kustomization({
      resources: ['apps.yaml'],
    }),
    'applications/apps.yaml': applicationSet(site),
  };
}

/** The one application that is made by hand; it looks after all others. */
export function rootApplication({ name, url }: PlatformSite) {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: argocdNamespace,
      labels: { 'gitops/component': name },
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    },
    spec: {
      project: name,
      source: { repoURL: url, targetRevision: 'main', path: 'bootstrap' },
      destination: { server: clusterServer, namespace: argocdNamespace },
      syncPolicy: { automated: { prune: true, selfHeal: true } },
    },
  };
}

/** The project of the root application: Argo CD's own objects and nothing else. */
export function rootProject({ name, url }: PlatformSite) {
  const group = 'argoproj.io';
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name,
      namespace: argocdNamespace,
      labels: { 'gitops/component': name },
      annotations: {
        'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
        'argocd.argoproj.io/sync-wave': '-1',
      },
    },
    spec: {
      description: `Projects and applications of ${name}; nothing else.`,
      sourceRepos: [url],
      destinations: [{ server: clusterServer, namespace: argocdNamespace }],
      namespaceResourceWhitelist: [
        { group, kind: 'Application' },
        { group, kind: 'ApplicationSet' },
        { group, kind: 'AppProject' },
      ],
    },
  };
}

function teamProject({ team, url }: PlatformSite, environment: string) {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name: `${team}-${environment}`,
      labels: { 'gitops/environment': environment, 'gitops/team': team },
    },
    spec: {
      description: `Apps of the team ${team} in ${environment}.`,
      sourceRepos: [url],
      destinations: [{ server: clusterServer, namespace: `*-${environment}` }],
      clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }],
      namespaceResourceBlacklist: [
        { group: '', kind: 'Secret' },
        { group: '', kind: 'LimitRange' },
        { group: '', kind: 'ResourceQuota' },
      ],
    },
  };
}

function applicationSet({ name, team, url }: PlatformSite): string {
  return `# Each folder apps/<app>/k8s/overlays/<environment> becomes the application <app>-<environment>, in the namespace of that name.
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata:
  name: ${name}-apps
  labels:
    gitops/component: ${name}
spec:
  goTemplate: true
  goTemplateOptions:
  - missingkey=error
  syncPolicy:
    # An unreachable Git server looks like a repository without apps: then nothing is deleted.
    applicationsSync: create-update
    preserveResourcesOnDeletion: true
  generators:
  - git:
      repoURL: ${url}
      revision: main
      requeueAfterSeconds: 60
      directories:
      - path: apps/*/k8s/overlays/*
      values:
        app: '{{ index .path.segments 1 }}'
        environment: '{{ .path.basename }}'
  template:
    metadata:
      name: '{{ .values.app }}-{{ .values.environment }}'
      labels:
        gitops/component: '{{ .values.app }}'
        gitops/environment: '{{ .values.environment }}'
        gitops/team: ${team}
    spec:
      project: '${team}-{{ .values.environment }}'
      source:
        repoURL: ${url}
        targetRevision: main
        path: '{{ .path.path }}'
      destination:
        server: ${clusterServer}
        namespace: '{{ .values.app }}-{{ .values.environment }}'
      syncPolicy:
        automated:
          prune: true
          selfHeal: true
        syncOptions:
        - CreateNamespace=true
`;
}

function kustomization(content: object): string {
  return stringify({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    ...content,
  });
}
