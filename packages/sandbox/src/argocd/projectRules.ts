import { isNamespaced } from '../render/KubernetesObject';
import { groupOf, type KubernetesObject } from '../render';
import { sourcesOf, type ApplicationSpec, type Project } from './model';

/** The one cluster that there is. */
export const inCluster = {
  server: 'https://kubernetes.default.svc',
  name: 'in-cluster',
} as const;

/** What a project forbids about an application, in Argo CD's words; empty when it may be. */
export function specProblems(
  spec: ApplicationSpec,
  project: Project,
): readonly string[] {
  const sources = sourcesOf(spec);
  if (sources.length === 0 || sources.some(source => source.repoURL === '')) {
    return [
      'spec.source.repoURL and either spec.source.path or spec.source.chart are required',
    ];
  }
  if (sources.some(source => !source.path && !source.chart && !source.ref)) {
    return [
      'spec.source.repoURL and either spec.source.path or spec.source.chart are required',
    ];
  }
  const problems = sources
    .filter(source => !isSourcePermitted(source.repoURL, project))
    .map(
      source =>
        `application repo ${source.repoURL} is not permitted in project '${project.metadata.name}'`,
    );
  const missing = destinationProblem(spec.destination);
  if (missing) {
    return [...problems, missing];
  }
  const { name, namespace = '' } = spec.destination;
  return isDestinationPermitted(namespace, project)
    ? problems
    : [
        ...problems,
        `application destination server '${name ? inCluster.name : inCluster.server}' and namespace '${namespace}' do not match any of the allowed destinations in project '${project.metadata.name}'`,
      ];
}

/** Why a destination is no cluster that is known, or undefined. */
export function destinationProblem(
  destination: ApplicationSpec['destination'],
): string | undefined {
  const { server, name } = destination;
  if (server && name) {
    return `application destination can't have both name and server defined: ${name} ${server}`;
  }
  if (name) {
    return name === inCluster.name
      ? undefined
      : `there are no clusters with this name: ${name}`;
  }
  if (!server) {
    return 'Destination server missing from app spec';
  }
  return server === inCluster.server
    ? undefined
    : `cluster "${server}" not found`;
}

/** Why a rendered object may not be applied, or undefined. */
export function resourceProblem(
  object: KubernetesObject,
  project: Project,
): string | undefined {
  const group = groupOf(object);
  const { name } = project.metadata;
  if (!isKindPermitted(object, project)) {
    return `resource ${group}:${object.kind} is not permitted in project ${name}`;
  }
  const { namespace = '' } = object.metadata;
  return isNamespaced(object) && !isDestinationPermitted(namespace, project)
    ? `namespace ${namespace} is not permitted in project '${name}'`
    : undefined;
}

function isSourcePermitted(repoUrl: string, project: Project): boolean {
  const url = normalizeGitUrl(repoUrl);
  const patterns = project.spec.sourceRepos ?? [];
  const denied = patterns.some(
    pattern =>
      pattern.startsWith('!') &&
      globMatches(normalizeGitUrl(pattern.slice(1)), url, '/'),
  );
  return (
    !denied &&
    patterns.some(
      pattern =>
        !pattern.startsWith('!') &&
        globMatches(normalizeGitUrl(pattern), url, '/'),
    )
  );
}

function isDestinationPermitted(namespace: string, project: Project): boolean {
  const destinations = project.spec.destinations ?? [];
  const isCluster = (item: {
    readonly server?: string;
    readonly name?: string;
  }) =>
    globMatches(item.server ?? '', inCluster.server) ||
    globMatches(item.name ?? '', inCluster.name);
  const denied = destinations.some(
    item =>
      isCluster(item) &&
      item.namespace?.startsWith('!') &&
      globMatches(item.namespace.slice(1), namespace),
  );
  return (
    !denied &&
    destinations.some(
      item => isCluster(item) && globMatches(item.namespace ?? '', namespace),
    )
  );
}

function isKindPermitted(object: KubernetesObject, project: Project): boolean {
  const isListed = (
    list:
      | readonly { readonly group: string; readonly kind: string }[]
      | null
      | undefined,
  ) =>
    (list ?? []).some(
      item =>
        globMatches(item.group, groupOf(object)) &&
        globMatches(item.kind, object.kind),
    );
  const { spec } = project;
  if (isNamespaced(object)) {
    const { namespaceResourceWhitelist: allowed } = spec;
    return (
      (allowed === undefined || allowed === null || isListed(allowed)) &&
      !isListed(spec.namespaceResourceBlacklist)
    );
  }
  return (
    isListed(spec.clusterResourceWhitelist) &&
    !isListed(spec.clusterResourceBlacklist)
  );
}

/** Argo CD treats `…/x` and `…/x.git` as one repository, without regard to case. */
export function normalizeGitUrl(url: string): string {
  return url
    .trim()
    .toLowerCase()
    .replace(/\.git$/, '');
}

/** `*` stands for anything (but the separator, when there is one), `**` for anything, `?` for one character. */
export function globMatches(
  pattern: string,
  text: string,
  separator = '',
): boolean {
  const any = separator === '' ? '.*' : `[^${separator}]*`;
  const source = pattern.replace(/\*\*|\*|\?|[.+^${}()|[\]\\]/g, token => {
    switch (token) {
      case '**':
        return '.*';
      case '*':
        return any;
      case '?':
        return '.';
      default:
        return `\\${token}`;
    }
  });
  return pattern === '*' || new RegExp(`^(?:${source})$`, 's').test(text);
}
