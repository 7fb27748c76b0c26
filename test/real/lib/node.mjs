import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { applyObjects, kubectl } from './cluster.mjs';
import { dataDir, pkiDir } from './layout.mjs';
import { startServer, waitUntil } from './servers.mjs';
import { kwokFolder } from './tools.mjs';

const DISKS = 30;

/** The tag of what was never released: the node finds no such image, as no registry would. */
const notInRegistry =
  '.spec.containers.[].image | select(endswith(":unreleased"))';

const selector = (key, operator) =>
  ['', `- key: '${key}'`, `  operator: '${operator}'`].join('\n    ');

const withoutImage = `
apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata:
  name: pod-without-image
spec:
  resourceRef:
    apiGroup: v1
    kind: Pod
  selector:
    matchExpressions:${selector('.metadata.deletionTimestamp', 'DoesNotExist')}${selector(notInRegistry, 'Exists')}${selector('.status.containerStatuses', 'DoesNotExist')}
  next:
    statusTemplate: |
      phase: Pending
      containerStatuses:
      {{ range .spec.containers }}
      - image: {{ .image | Quote }}
        name: {{ .name | Quote }}
        ready: false
        restartCount: 0
        state:
          waiting:
            reason: ImagePullBackOff
      {{ end }}
`;

/** kwok's own stages, in which every pod becomes Running and Ready, but for those that have no image yet. */
async function stagesOfPods() {
  const folder = path.join(await kwokFolder(), 'kustomize/stage');
  const stages = [
    ['node/fast', 'node-'],
    ['node/heartbeat', 'node-'],
    ['pod/fast', 'pod-'],
  ].flatMap(([part, prefix]) =>
    readdirSync(path.join(folder, part))
      .filter(name => name.startsWith(prefix))
      .map(name => readFileSync(path.join(folder, part, name), 'utf8')),
  );
  return stages
    .map(stage =>
      stage.includes('name: pod-ready')
        ? stage.replace(
            '    matchExpressions:',
            found => `${found}${selector(notInRegistry, 'DoesNotExist')}`,
          )
        : stage,
    )
    .concat(withoutImage)
    .join('\n---\n');
}

/** Room for what asks for storage, of the class that nobody has to name. */
const disks = () => [
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name: 'pretended',
      annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
    },
    provisioner: 'kubernetes.io/no-provisioner',
  },
  ...Array.from({ length: DISKS }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: `disk-${index + 1}` },
    spec: {
      storageClassName: 'pretended',
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '100Gi' },
      hostPath: { path: '/nowhere' },
    },
  })),
];

/** kwok plays the kubelet of one node: pods become Running and Ready without any container, on disks without any byte. */
export async function startNode() {
  const file = path.join(dataDir, 'kwok-stages.yaml');
  writeFileSync(file, await stagesOfPods());
  const kwok = startServer(
    'kwok',
    [
      ...['--kubeconfig', path.join(pkiDir, 'admin.kubeconfig')],
      ...['--config', file, '--manage-all-nodes=true'],
      ...['--cidr', '10.244.0.0/16', '--node-ip', '127.0.0.1'],
    ],
    { env: { HOME: dataDir } },
  );
  const size = { cpu: '32', memory: '256Gi', pods: '110' };
  await applyObjects(
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'fake-1', labels: { 'kubernetes.io/os': 'linux' } },
    },
    ...disks(),
  );
  await kubectl([
    ...['patch', 'node', 'fake-1', '--subresource=status', '--type=merge'],
    ...[
      '-p',
      JSON.stringify({ status: { allocatable: size, capacity: size } }),
    ],
  ]);
  await waitUntil(kwok, 60, () =>
    kubectl([
      'wait',
      '--for=condition=Ready',
      'node/fake-1',
      '--timeout=1s',
    ]).then(() => true),
  );
}
