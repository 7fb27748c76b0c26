import {
  healthOf,
  liveObject,
  worse,
  type Cluster,
  type ClusterRecord,
  type Health,
} from '../cluster';
import { groupOf, versionOf, type KubernetesObject } from '../render';
import { listAt, objectAt, sameJson, textAt } from '../render/json';
import { isHook } from './hooks';
import type { ResourceStatus } from './model';

/** Argo CD's view of one object that an application asks for, owns, or both. */
export interface ComparedResource {
  readonly target?: KubernetesObject;
  readonly live?: ClusterRecord;
  readonly status: ResourceStatus;
}

export interface Comparison {
  readonly resources: readonly ComparedResource[];
  readonly sync: 'Synced' | 'OutOfSync';
  readonly health: Health['status'];
}

/** What Git asks for against what is there. */
export function compareApplication(
  application: string,
  targets: readonly KubernetesObject[],
  cluster: Cluster,
): Comparison {
  // hooks run in a sync; what is left of them is neither wanted nor too much
  const wanted = targets
    .filter(target => !isHook(target))
    .map(target => resource(target, cluster.find(target), target));
  const known = new Set(wanted.map(({ live }) => live));
  const extra = cluster
    .recordsOf(application)
    .filter(
      record =>
        record.application === application &&
        !known.has(record) &&
        !isHook(record.object),
    )
    .map(record => resource(undefined, record, record.object));
  const resources = [...wanted, ...extra];
  return {
    resources,
    sync: resources.every(({ status }) => status.status === 'Synced')
      ? 'Synced'
      : 'OutOfSync',
    health: aggregate(resources),
  };
}

/** The worst health of what is there; `Missing` only when nothing is. */
function aggregate(resources: readonly ComparedResource[]): Health['status'] {
  const live = resources.filter(item => item.live);
  if (resources.length > 0 && live.length === 0) {
    return 'Missing';
  }
  return live
    .map(({ status }) => status.health?.status ?? 'Healthy')
    .reduce(worse, 'Healthy');
}

function resource(
  target: KubernetesObject | undefined,
  live: ClusterRecord | undefined,
  object: KubernetesObject,
): ComparedResource {
  const group = groupOf(object);
  const { namespace, name } = object.metadata;
  const health: Health | undefined = live
    ? healthOf(liveObject(live))
    : { status: 'Missing' };
  return {
    target,
    live,
    status: {
      ...(group && { group }),
      version: versionOf(object),
      kind: object.kind,
      ...(namespace && { namespace }),
      name,
      status:
        target && live && sameJson(live.object, target)
          ? 'Synced'
          : 'OutOfSync',
      ...(health && { health }),
      ...(!target && { requiresPruning: true }),
    },
  };
}

/** What `status.summary` says: images of the pods that are there, and the addresses of ingresses. */
export function summarize(records: readonly ClusterRecord[]): {
  readonly images?: readonly string[];
  readonly externalURLs?: readonly string[];
} {
  const images = [
    ...new Set(
      records.flatMap(
        ({ workload }) =>
          workload?.sets.flatMap(set => set.pods.flatMap(pod => pod.images)) ??
          [],
      ),
    ),
  ].sort();
  const externalURLs = [
    ...new Set(records.flatMap(({ object }) => externalUrls(object))),
  ].sort();
  return {
    ...(externalURLs.length > 0 && { externalURLs }),
    ...(images.length > 0 && { images }),
  };
}

/** Addresses of an object: its hosts, or what its `link.argocd.argoproj.io/external-link` says. */
export function externalUrls(object: KubernetesObject): readonly string[] {
  const links = Object.entries(object.metadata.annotations ?? {}).flatMap(
    ([key, url]) => (key.startsWith('link.argocd.argoproj.io/') ? [url] : []),
  );
  if (object.kind !== 'Ingress') {
    return links;
  }
  const secure = listAt(object, 'spec', 'tls').flatMap(tls =>
    listAt(tls, 'hosts'),
  );
  return [
    ...links,
    ...listAt(object, 'spec', 'rules').flatMap(rule => {
      const host = textAt(rule, 'host');
      const paths = listAt(objectAt(rule, 'http'), 'paths');
      return host
        ? paths.map(
            path =>
              `${secure.includes(host) ? 'https' : 'http'}://${host}${textAt(path, 'path') ?? '/'}`,
          )
        : [];
    }),
  ];
}
