import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pkiDir, ports } from './layout.mjs';
import { call } from './servers.mjs';

const file = name => path.join(pkiDir, name);
const openssl = args => call('openssl', args, { cwd: pkiDir });
const newKey = name => [
  '-nodes',
  '-newkey',
  'ec:curve.pem',
  '-keyout',
  `${name}.key`,
];

async function issue(name, subject, extensions) {
  writeFileSync(file(`${name}.ext`), extensions);
  await openssl([
    'req',
    '-new',
    ...newKey(name),
    '-out',
    `${name}.csr`,
    '-subj',
    subject,
  ]);
  await openssl([
    ...[
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      '-CA',
      'ca.crt',
      '-CAkey',
      'ca.key',
    ],
    ...[
      '-CAcreateserial',
      '-days',
      '30',
      '-out',
      `${name}.crt`,
      '-extfile',
      `${name}.ext`,
    ],
  ]);
}

/** Certificates of a control plane that lives for one run. */
export async function makeCertificates() {
  mkdirSync(pkiDir, { recursive: true, mode: 0o700 });
  await openssl(['ecparam', '-name', 'prime256v1', '-out', 'curve.pem']);
  await openssl([
    ...['req', '-x509', ...newKey('ca'), '-days', '30', '-out', 'ca.crt'],
    ...[
      '-subj',
      '/CN=slipway-real',
      '-addext',
      'basicConstraints=critical,CA:TRUE',
    ],
    ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign,digitalSignature'],
  ]);
  await issue(
    'apiserver',
    '/CN=kube-apiserver',
    'extendedKeyUsage=serverAuth\nsubjectAltName=IP:127.0.0.1,IP:10.96.0.1,DNS:localhost,DNS:kubernetes.default.svc\n',
  );
  const client = 'extendedKeyUsage=clientAuth\n';
  await issue('admin', '/O=system:masters/CN=admin', client);
  await issue(
    'controller-manager',
    '/CN=system:kube-controller-manager',
    client,
  );
  await issue('scheduler', '/CN=system:kube-scheduler', client);
  // service account tokens are signed with RSA
  await openssl(['genrsa', '-out', 'service-accounts.key', '2048']);
  await openssl([
    'rsa',
    '-in',
    'service-accounts.key',
    '-pubout',
    '-out',
    'service-accounts.pub',
  ]);
}

/** A kubeconfig for one of the client certificates; `namespace` is what commands without one mean. */
export function writeKubeconfig(name, user = name, namespace = 'default') {
  const target = file(`${name}.kubeconfig`);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'slipway-real',
    clusters: [
      {
        name: 'slipway-real',
        cluster: {
          server: `https://127.0.0.1:${ports.kubernetes}`,
          'certificate-authority': file('ca.crt'),
        },
      },
    ],
    users: [
      {
        name: user,
        user: {
          'client-certificate': file(`${user}.crt`),
          'client-key': file(`${user}.key`),
        },
      },
    ],
    contexts: [
      {
        name: 'slipway-real',
        context: { cluster: 'slipway-real', user, namespace },
      },
    ],
  };
  // JSON is YAML
  writeFileSync(target, JSON.stringify(config, undefined, 2));
  chmodSync(target, 0o600);
  return target;
}
