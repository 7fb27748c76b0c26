import {
  healthOf,
  keyOf,
  liveObject,
  podHealth,
  seconds,
  type ClusterRecord,
  type Pod,
  type PodSet,
} from '../cluster';
import { groupOf, versionOf, type KubernetesObject } from '../render';
import { objectAt } from '../render/json';
import { externalUrls } from './compareApplication';

/** Argo CD's tree of an application: what it applied, and the replica sets and pods below, flat, with references to parents. */
export function resourceTree(
  application: string,
  records: readonly ClusterRecord[],
): { readonly nodes: readonly object[] } {
  return {
    nodes: records.flatMap(record => {
      const parent =
        record.application === application
          ? undefined
          : records.find(other => keyOf(other.object) === record.owner);
      return [
        objectNode(record, parent),
        ...(record.workload?.sets ?? []).flatMap(set => setNodes(record, set)),
      ];
    }),
  };
}

function objectNode(record: ClusterRecord, parent?: ClusterRecord): object {
  const { object } = record;
  const health = healthOf(liveObject(record));
  const urls = externalUrls(object);
  const labels = objectAt(object, 'spec', 'selector');
  return {
    ...reference(object),
    uid: record.uid,
    ...(parent && {
      parentRefs: [{ ...reference(parent.object), uid: parent.uid }],
    }),
    ...(record.workload && {
      info: [{ name: 'Revision', value: `Rev:${latestRevision(record)}` }],
    }),
    ...(object.kind === 'Service' && {
      networkingInfo: { targetLabels: labels },
    }),
    ...(urls.length > 0 && { networkingInfo: { externalURLs: urls } }),
    resourceVersion: String(record.resourceVersion),
    ...(health && { health }),
    createdAt: seconds(record.createdAt),
  };
}

function setNodes(record: ClusterRecord, set: PodSet): readonly object[] {
  const { object } = record;
  const { namespace } = object.metadata;
  const isDeployment = object.kind === 'Deployment';
  const setRef = isDeployment
    ? {
        group: 'apps',
        version: 'v1',
        kind: 'ReplicaSet',
        namespace,
        name: `${object.metadata.name}-${set.hash}`,
        uid: set.uid,
      }
    : { ...reference(object), uid: record.uid };
  const labels = objectAt(object, 'spec', 'template', 'metadata', 'labels');
  const ready = set.pods.filter(pod => pod.ready).length;
  const pods = set.pods.map(pod =>
    podNode(pod, namespace, setRef, {
      ...labels,
      'pod-template-hash': set.hash,
    }),
  );
  if (!isDeployment) {
    return pods;
  }
  return [
    ...pods,
    {
      ...setRef,
      parentRefs: [{ ...reference(object), uid: record.uid }],
      info: [{ name: 'Revision', value: `Rev:${set.revision}` }],
      resourceVersion: String(set.resourceVersion),
      health:
        ready < set.pods.length
          ? {
              status: 'Progressing',
              message: `Waiting for rollout to finish: ${ready} out of ${set.pods.length} new replicas are available...`,
            }
          : { status: 'Healthy' },
      createdAt: seconds(set.createdAt),
    },
  ];
}

function podNode(
  pod: Pod,
  namespace: string | undefined,
  parent: object,
  labels: object,
): object {
  return {
    version: 'v1',
    kind: 'Pod',
    namespace,
    name: pod.name,
    uid: pod.uid,
    parentRefs: [parent],
    info: [
      {
        name: 'Status Reason',
        value: pod.waiting?.reason ?? statusReason(pod),
      },
      { name: 'Node', value: 'sandbox' },
      {
        name: 'Containers',
        value: `${pod.ready ? pod.images.length : 0}/${pod.images.length}`,
      },
      ...(pod.restarts > 0
        ? [{ name: 'Restart Count', value: String(pod.restarts) }]
        : []),
    ],
    networkingInfo: { labels },
    resourceVersion: String(pod.resourceVersion),
    images: pod.images,
    health: podHealth(pod),
    createdAt: seconds(pod.createdAt),
  };
}

function statusReason(pod: Pod): string {
  return pod.phase === 'Succeeded' ? 'Completed' : pod.phase;
}

function latestRevision(record: ClusterRecord): number {
  return Math.max(0, ...(record.workload?.sets ?? []).map(set => set.revision));
}

function reference(object: KubernetesObject) {
  const group = groupOf(object);
  const { namespace, name } = object.metadata;
  return {
    ...(group && { group }),
    version: versionOf(object),
    kind: object.kind,
    ...(namespace && { namespace }),
    name,
  };
}
