import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeCertificates, writeKubeconfig } from './certificates.mjs';
import { dataDir, pkiDir, ports, program } from './layout.mjs';
import { answersOk, call, startServer, waitUntil } from './servers.mjs';

const pki = name => path.join(pkiDir, name);
const data = name => path.join(dataDir, name);
const loopback = port => `http://127.0.0.1:${port}`;

/** Runs kubectl as the cluster's administrator. */
export const kubectl = (args, options) =>
  call(
    program('kubectl'),
    ['--kubeconfig', pki('admin.kubeconfig'), ...args],
    options,
  );

/** Applies objects, each given as JSON. Server-side: some CRDs are too large for the annotation that the client's way needs. */
export async function applyObjects(...objects) {
  const target = data('objects.json');
  writeFileSync(
    target,
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
  );
  await kubectl([
    ...['apply', '--server-side', '--force-conflicts', '-f', target],
    // another owner than that of whole files, whose other fields would go
    '--field-manager=slipway-real',
  ]);
}

async function startApiServer() {
  const etcd = startServer('etcd', [
    ...['--name', 'slipway', '--data-dir', data('etcd'), '--unsafe-no-fsync'],
    ...['--listen-client-urls', loopback(ports.etcd)],
    ...['--advertise-client-urls', loopback(ports.etcd)],
    ...['--listen-peer-urls', loopback(ports.etcdPeers)],
    ...['--initial-advertise-peer-urls', loopback(ports.etcdPeers)],
    ...['--initial-cluster', `slipway=${loopback(ports.etcdPeers)}`],
    ...['--log-level', 'warn'],
  ]);
  await waitUntil(etcd, 30, () => answersOk(`${loopback(ports.etcd)}/health`));

  const server = startServer('kube-apiserver', [
    `--etcd-servers=${loopback(ports.etcd)}`,
    ...['--bind-address=127.0.0.1', '--advertise-address=127.0.0.1'],
    `--secure-port=${ports.kubernetes}`,
    // the default one refuses to publish a loopback address
    '--endpoint-reconciler-type=none',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--authorization-mode=RBAC',
    `--client-ca-file=${pki('ca.crt')}`,
    `--tls-cert-file=${pki('apiserver.crt')}`,
    `--tls-private-key-file=${pki('apiserver.key')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${pki('service-accounts.pub')}`,
    `--service-account-signing-key-file=${pki('service-accounts.key')}`,
    `--cert-dir=${data('apiserver')}`,
  ]);
  await waitUntil(server, 120, () =>
    kubectl(['get', '--raw=/readyz']).then(() => true),
  );
}

function startControllers() {
  const controller = (name, port, kubeconfig, more = []) =>
    startServer(name, [
      `--kubeconfig=${kubeconfig}`,
      `--authentication-kubeconfig=${kubeconfig}`,
      `--authorization-kubeconfig=${kubeconfig}`,
      ...[
        '--bind-address=127.0.0.1',
        `--secure-port=${port}`,
        '--leader-elect=false',
      ],
      `--cert-dir=${data(name)}`,
      ...more,
    ]);
  controller(
    'kube-controller-manager',
    ports.controllerManager,
    writeKubeconfig('controller-manager'),
    [
      `--service-account-private-key-file=${pki('service-accounts.key')}`,
      `--root-ca-file=${pki('ca.crt')}`,
      '--use-service-account-credentials=true',
    ],
  );
  controller('kube-scheduler', ports.scheduler, writeKubeconfig('scheduler'));
}

/** etcd and the Kubernetes API with its controllers, yet without a node. Resolves to the administrator's kubeconfig. */
export async function startCluster() {
  mkdirSync(dataDir, { recursive: true });
  await makeCertificates();
  const kubeconfig = writeKubeconfig('admin');
  await startApiServer();
  startControllers();
  return kubeconfig;
}
