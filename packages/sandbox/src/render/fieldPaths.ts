import { groupOf, type KubernetesObject } from './KubernetesObject';

/** Where a kind keeps something; `create` says whether a missing field is added. Source: Kustomize's built-in field specs. */
export interface FieldPath {
  readonly path: string;
  readonly kinds?: readonly string[];
  readonly group?: string;
  readonly create?: boolean;
}

/** The paths, split, that apply to an object. */
export function pathsFor(
  object: KubernetesObject,
  fields: readonly FieldPath[],
): readonly { readonly path: readonly string[]; readonly create: boolean }[] {
  return fields
    .filter(
      ({ kinds, group }) =>
        (!kinds || kinds.includes(object.kind)) &&
        (group === undefined || group === groupOf(object)),
    )
    .map(({ path, create }) => ({
      path: path.split('/'),
      create: create === true,
    }));
}

const workloads = ['Deployment', 'ReplicaSet', 'DaemonSet'];

const templateMetadata = (field: string): readonly FieldPath[] => [
  {
    path: `spec/template/metadata/${field}`,
    kinds: [...workloads, 'ReplicationController'],
    create: true,
  },
  {
    path: `spec/template/metadata/${field}`,
    kinds: ['StatefulSet'],
    group: 'apps',
    create: true,
  },
  {
    path: `spec/template/metadata/${field}`,
    kinds: ['Job'],
    group: 'batch',
    create: true,
  },
  {
    path: `spec/jobTemplate/metadata/${field}`,
    kinds: ['CronJob'],
    group: 'batch',
    create: true,
  },
  {
    path: `spec/jobTemplate/spec/template/metadata/${field}`,
    kinds: ['CronJob'],
    group: 'batch',
    create: true,
  },
];

export const labelFields: readonly FieldPath[] = [
  { path: 'metadata/labels', create: true },
];

export const templateLabelFields: readonly FieldPath[] = [
  ...labelFields,
  ...templateMetadata('labels'),
];

export const annotationFields: readonly FieldPath[] = [
  { path: 'metadata/annotations', create: true },
  ...templateMetadata('annotations'),
];

const affinityTerms = [
  'affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm',
  'affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution',
  'affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm',
  'affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution',
  'topologySpreadConstraints',
];

export const selectorLabelFields: readonly FieldPath[] = [
  {
    path: 'spec/selector',
    kinds: ['Service', 'ReplicationController'],
    create: true,
  },
  { path: 'spec/selector/matchLabels', kinds: workloads, create: true },
  {
    path: 'spec/selector/matchLabels',
    kinds: ['StatefulSet'],
    group: 'apps',
    create: true,
  },
  ...affinityTerms.map(term => ({
    path: `spec/template/spec/${term}/labelSelector/matchLabels`,
    kinds: ['Deployment', 'StatefulSet'],
    group: 'apps',
  })),
  { path: 'spec/selector/matchLabels', kinds: ['Job'], group: 'batch' },
  {
    path: 'spec/jobTemplate/spec/selector/matchLabels',
    kinds: ['CronJob'],
    group: 'batch',
  },
  {
    path: 'spec/selector/matchLabels',
    kinds: ['PodDisruptionBudget'],
    group: 'policy',
  },
  ...[
    'spec/podSelector',
    'spec/ingress/from/podSelector',
    'spec/egress/to/podSelector',
  ].map(path => ({
    path: `${path}/matchLabels`,
    kinds: ['NetworkPolicy'],
    group: 'networking.k8s.io',
  })),
  ...templateLabelFields,
  {
    path: 'spec/volumeClaimTemplates/metadata/labels',
    kinds: ['StatefulSet'],
    group: 'apps',
    create: true,
  },
];

const podSpecs = [
  { prefix: 'spec', kinds: ['Pod'] },
  { prefix: 'template/spec', kinds: ['PodTemplate'] },
  {
    prefix: 'spec/template/spec',
    kinds: [...workloads, 'StatefulSet', 'Job', 'ReplicationController'],
  },
  { prefix: 'spec/jobTemplate/spec/template/spec', kinds: ['CronJob'] },
];

const inPods = (...paths: readonly string[]): readonly FieldPath[] =>
  podSpecs.flatMap(({ prefix, kinds }) =>
    paths.map(path => ({ path: `${prefix}/${path}`, kinds })),
  );

const scaled: readonly FieldPath[] = [
  { path: 'spec/scaleTargetRef/name', kinds: ['HorizontalPodAutoscaler'] },
];

/** Which fields hold the name of which kind, so that they follow when the object gets another name. */
export const nameReferences: Readonly<Record<string, readonly FieldPath[]>> = {
  Deployment: scaled,
  ReplicaSet: scaled,
  StatefulSet: scaled,
  ConfigMap: [
    ...inPods(
      'volumes/configMap/name',
      'volumes/projected/sources/configMap/name',
      'containers/env/valueFrom/configMapKeyRef/name',
      'initContainers/env/valueFrom/configMapKeyRef/name',
      'containers/envFrom/configMapRef/name',
      'initContainers/envFrom/configMapRef/name',
    ),
    { path: 'rules/resourceNames', kinds: ['Role', 'ClusterRole'] },
  ],
  Secret: [
    ...inPods(
      'volumes/secret/secretName',
      'volumes/projected/sources/secret/name',
      'containers/env/valueFrom/secretKeyRef/name',
      'initContainers/env/valueFrom/secretKeyRef/name',
      'containers/envFrom/secretRef/name',
      'initContainers/envFrom/secretRef/name',
      'imagePullSecrets/name',
    ),
    { path: 'spec/tls/secretName', kinds: ['Ingress'] },
    { path: 'imagePullSecrets/name', kinds: ['ServiceAccount'] },
    { path: 'rules/resourceNames', kinds: ['Role', 'ClusterRole'] },
  ],
  Service: [
    { path: 'spec/serviceName', kinds: ['StatefulSet'] },
    { path: 'spec/rules/http/paths/backend/service/name', kinds: ['Ingress'] },
    { path: 'spec/defaultBackend/service/name', kinds: ['Ingress'] },
  ],
  Role: [{ path: 'roleRef/name', kinds: ['RoleBinding'] }],
  ClusterRole: [
    { path: 'roleRef/name', kinds: ['RoleBinding', 'ClusterRoleBinding'] },
  ],
  ServiceAccount: [
    ...inPods('serviceAccountName'),
    { path: 'subjects/name', kinds: ['RoleBinding', 'ClusterRoleBinding'] },
  ],
  PersistentVolumeClaim: [...inPods('volumes/persistentVolumeClaim/claimName')],
  PersistentVolume: [
    { path: 'spec/volumeName', kinds: ['PersistentVolumeClaim'] },
    { path: 'rules/resourceNames', kinds: ['ClusterRole'] },
  ],
  StorageClass: [
    {
      path: 'spec/storageClassName',
      kinds: ['PersistentVolume', 'PersistentVolumeClaim'],
    },
    {
      path: 'spec/volumeClaimTemplates/spec/storageClassName',
      kinds: ['StatefulSet'],
    },
  ],
  PriorityClass: [...inPods('priorityClassName')],
  IngressClass: [{ path: 'spec/ingressClassName', kinds: ['Ingress'] }],
};
