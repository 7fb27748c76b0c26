import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { applyObjects, kubectl } from './cluster.mjs';
import { dataDir, pkiDir, ports, program } from './layout.mjs';
import { answersOk, startServer, waitUntil } from './servers.mjs';
import { sealedSecretsFolder } from './tools.mjs';

const account = { name: 'sealed-secrets-controller', namespace: 'kube-system' };
const url = `http://127.0.0.1:${ports.sealedSecrets}`;

// The controller knows no kubeconfig, only the files that a pod has: it gets them in a mount namespace of its own.
const inPodLikeMounts = `
set -e
mount -t tmpfs tmpfs /run
mkdir -p /run/secrets/kubernetes.io
cp -r "$1" /run/secrets/kubernetes.io/serviceaccount
shift
exec "$@"`;

/** The sealed-secrets controller; resolves to the URL that serves its certificate. */
export async function startSealedSecrets() {
  const crd = 'helm/sealed-secrets/crds/bitnami.com_sealedsecrets.yaml';
  await kubectl(['apply', '-f', path.join(await sealedSecretsFolder(), crd)]);
  await applyObjects(
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: account },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: account.name },
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'ClusterRole',
        name: 'cluster-admin',
      },
      subjects: [{ kind: 'ServiceAccount', ...account }],
    },
  );
  const folder = path.join(dataDir, 'sealed-secrets');
  mkdirSync(folder, { recursive: true });
  const token = await kubectl([
    ...['create', 'token', account.name, '--namespace', account.namespace],
    '--duration=24h',
  ]);
  writeFileSync(path.join(folder, 'token'), token.trim(), { mode: 0o600 });
  writeFileSync(path.join(folder, 'namespace'), account.namespace);
  cpSync(path.join(pkiDir, 'ca.crt'), path.join(folder, 'ca.crt'));

  const server = startServer(
    'sealed-secrets-controller',
    [
      ...[
        '--mount',
        '--propagation',
        'private',
        'sh',
        '-c',
        inPodLikeMounts,
        'sh',
        folder,
      ],
      program('sealed-secrets-controller'),
      ...['--listen-addr', `127.0.0.1:${ports.sealedSecrets}`],
      ...['--listen-metrics-addr', `127.0.0.1:${ports.sealedSecretsMetrics}`],
    ],
    {
      command: 'unshare',
      env: {
        KUBERNETES_SERVICE_HOST: '127.0.0.1',
        KUBERNETES_SERVICE_PORT: String(ports.kubernetes),
        POD_NAMESPACE: account.namespace,
      },
    },
  );
  // it makes its first key before it listens
  await waitUntil(server, 90, () => answersOk(`${url}/v1/cert.pem`));
  return url;
}
