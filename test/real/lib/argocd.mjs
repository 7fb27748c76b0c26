import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { applyObjects, kubectl } from './cluster.mjs';
import { writeKubeconfig } from './certificates.mjs';
import { dataDir, findProgram, ports, program, share } from './layout.mjs';
import { answersOk, call, startServer, waitUntil } from './servers.mjs';

const url = `http://127.0.0.1:${ports.argocd}`;
const data = name => path.join(dataDir, 'argocd', name);
const argocd = name => ({
  command: program('argocd'),
  // one program plays every part
  env: { ...environmentOfServers(), ARGOCD_BINARY_NAME: name },
});

function environmentOfServers() {
  return {
    KUBECONFIG: path.join(dataDir, '../pki/argocd.kubeconfig'),
    // https://kubernetes.default.svc means the cluster of the kubeconfig
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    ARGOCD_GPG_ENABLED: 'false',
    ARGOCD_GNUPGHOME: data('gpg'),
    ARGOCD_PLUGINSOCKFILEPATH: data('plugin'),
    ARGOCD_TLS_DATA_PATH: data('tls'),
    ARGOCD_SSH_DATA_PATH: data('ssh'),
    TMPDIR: data('tmp'),
    HOME: data('home'),
    REDIS_PASSWORD: '',
  };
}

async function applyConfiguration(password) {
  await applyObjects({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'argocd' },
  });
  await kubectl([
    'apply',
    '--server-side',
    '-k',
    path.join(share, 'argocd/crds'),
  ]);
  await kubectl([
    'apply',
    '--server-side',
    '--namespace=argocd',
    '-k',
    path.join(share, 'argocd/config'),
  ]);
  const object = (kind, name, content) => ({
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: 'argocd' },
    ...content,
  });
  await applyObjects(
    object('ConfigMap', 'argocd-cm', {
      data: {
        'accounts.backstage': 'apiKey',
        'application.resourceTrackingMethod': 'annotation',
        'timeout.reconciliation': '15s',
      },
    }),
    object('ConfigMap', 'argocd-rbac-cm', {
      data: { 'policy.csv': 'g, backstage, role:admin\n' },
    }),
    object('Secret', 'argocd-secret', {
      stringData: {
        'admin.password': (
          await call(
            program('argocd'),
            ['account', 'bcrypt', '--password', password],
            {
              env: { ARGOCD_BINARY_NAME: 'argocd' },
            },
          )
        ).trim(),
        'admin.passwordMtime': new Date().toISOString(),
      },
    }),
  );
}

async function startServers() {
  const redis = startServer(
    'redis-server',
    [
      '--bind',
      '127.0.0.1',
      '--port',
      String(ports.redis),
      '--save',
      '',
      '--dir',
      dataDir,
    ],
    { command: findProgram('redis-server') },
  );
  const repoServer = `127.0.0.1:${ports.repoServer}`;
  const common = ['--redis', `127.0.0.1:${ports.redis}`, '--loglevel', 'warn'];
  startServer(
    'argocd-repo-server',
    [
      ...['--address', '127.0.0.1', '--port', String(ports.repoServer)],
      ...[
        '--metrics-address',
        '127.0.0.1',
        '--metrics-port',
        String(ports.repoServerMetrics),
      ],
      ...['--disable-tls', '--client-ca-path', '', ...common],
    ],
    argocd('argocd-repo-server'),
  );
  startServer(
    'argocd-application-controller',
    [
      ...['--metrics-port', String(ports.applicationControllerMetrics)],
      ...['--repo-server', repoServer, '--repo-server-plaintext', ...common],
      ...['--status-processors', '4', '--operation-processors', '2'],
    ],
    argocd('argocd-application-controller'),
  );
  const loopback = port => `127.0.0.1:${port}`;
  const applicationSets = startServer(
    'argocd-applicationset-controller',
    [
      ...['--argocd-repo-server', repoServer, '--repo-server-plaintext'],
      ...['--webhook-addr', loopback(ports.applicationSets)],
      ...['--metrics-addr', loopback(ports.applicationSetsMetrics)],
      ...['--probe-addr', loopback(ports.applicationSetsProbe)],
      ...['--namespace', 'argocd', '--loglevel', 'warn'],
    ],
    argocd('argocd-applicationset-controller'),
  );
  const server = startServer(
    'argocd-server',
    [
      ...[
        '--address',
        '127.0.0.1',
        '--port',
        String(ports.argocd),
        '--insecure',
      ],
      ...[
        '--metrics-address',
        '127.0.0.1',
        '--metrics-port',
        String(ports.argocdMetrics),
      ],
      ...['--repo-server', repoServer, '--repo-server-plaintext', ...common],
      ...['--dex-server', 'http://127.0.0.1:1', '--staticassets', data('tmp')],
    ],
    argocd('argocd-server'),
  );
  await waitUntil(redis, 15, async () => true);
  await waitUntil(server, 90, () => answersOk(`${url}/healthz`));
  await waitUntil(applicationSets, 90, () =>
    answersOk(`http://${loopback(ports.applicationSetsMetrics)}/metrics`),
  );
}

async function post(route, token, body) {
  const response = await fetch(`${url}/api/v1${route}`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(token && { Authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`Argo CD answered ${response.status} to ${route}`);
  }
  return response.json();
}

/** Argo CD outside of its cluster. Resolves to its URL, a token of the account `backstage`, and the administrator's login. */
export async function startArgocd() {
  for (const name of ['tls', 'ssh', 'gpg', 'plugin', 'tmp', 'home']) {
    mkdirSync(data(name), { recursive: true });
  }
  writeFileSync(path.join(data('ssh'), 'ssh_known_hosts'), '');
  // Argo CD keeps its objects in the namespace of its context
  writeKubeconfig('argocd', 'admin', 'argocd');
  const password = randomBytes(12).toString('hex');
  await applyConfiguration(password);
  await startServers();
  const session = await post('/session', undefined, {
    username: 'admin',
    password,
  });
  const { token } = await post('/account/backstage/token', session.token, {});
  return { url, token, password };
}
