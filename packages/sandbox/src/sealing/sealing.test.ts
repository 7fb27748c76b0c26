import { X509Certificate } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster, healthOf, liveObject } from '../cluster';
import { parseManifests } from '../render/KubernetesObject';
import { sealedSecretFile } from '../seed/sealedSecretFile';
import { createSealingServer } from './createSealingServer';
import { openSealingKeys, type SealingKeys } from './SealingKeys';
import { unseal } from './unseal';

const kubeseal = join(homedir(), '.cache/slipway/real/bin/kubeseal');
const withKubeseal = existsSync(kubeseal) ? describe : describe.skip;

let folder: string;
let keys: SealingKeys;
let server: Server;
let url: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-sealing-'));
  keys = await openSealingKeys(folder);
  server = createServer(createSealingServer(keys));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const plaintext = 'correct horse battery staple';

function sealed(name = 'app-secrets', namespace = 'app-dev') {
  const text = sealedSecretFile(keys, 'app-secrets', 'app-dev', {
    PASSWORD: plaintext,
  });
  const [object] = parseManifests(text, 'test');
  return { ...object, metadata: { ...object.metadata, name, namespace } };
}

it('keeps one key pair, for ten years, which only its owner may read', async () => {
  const certificate = new X509Certificate(keys.certificatePem);
  const years =
    (Date.parse(certificate.validTo) - Date.parse(certificate.validFrom)) /
    31_556_952_000;
  expect(Math.round(years)).toBe(10);
  expect(certificate.publicKey.asymmetricKeyDetails?.modulusLength).toBe(4096);
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(statSync(join(folder, 'tls.key')).mode % 0o1000).toBe(0o600);
  expect((await openSealingKeys(folder)).certificatePem).toBe(
    keys.certificatePem,
  );
});

it('hands out its certificate', async () => {
  const response = await fetch(`${url}/v1/cert.pem`);
  expect(await response.text()).toBe(keys.certificatePem);
});

it.each([
  ['what it can open', () => sealed(), 200],
  ['another name', () => sealed('other'), 409],
  ['another namespace', () => sealed('app-secrets', 'app-prod'), 409],
  ['no manifest', () => 'nonsense', 500],
])('verifies %s with %s', async (_, body, status) => {
  const response = await fetch(`${url}/v1/verify`, {
    method: 'POST',
    body: JSON.stringify(body()),
  });
  expect(response.status).toBe(status);
});

describe('in the cluster', () => {
  const newCluster = () =>
    new Cluster({
      clock: { now: () => new Date() },
      images: new Set<string>(),
      unseal: object => unseal(object, keys.privateKey),
    });

  it('becomes a Secret whose values are kept nowhere', () => {
    const file = join(folder, 'cluster.json');
    const cluster = new Cluster({
      file,
      clock: { now: () => new Date() },
      images: new Set<string>(),
      unseal: object => unseal(object, keys.privateKey),
    });
    cluster.apply(sealed(), 'app');
    cluster.close();
    expect(cluster.readSecret('app-dev', 'app-secrets')).toEqual({
      PASSWORD: plaintext,
    });
    const state = JSON.stringify(cluster.recordsOf('app'));
    expect(state).toContain('"kind":"Secret"');
    expect(state).not.toContain(plaintext);
    expect(state).not.toContain(Buffer.from(plaintext).toString('base64'));
  });

  it('is degraded under another name, and says which field', () => {
    const cluster = newCluster();
    cluster.apply(sealed('renamed'), 'app');
    const [record] = cluster.recordsOf('app');
    expect(healthOf(liveObject(record))).toEqual({
      status: 'Degraded',
      message: 'no key could decrypt secret (PASSWORD)',
    });
    expect(() => cluster.readSecret('app-dev', 'renamed')).toThrow('not found');
  });
});

withKubeseal(
  `with the real kubeseal${existsSync(kubeseal) ? '' : ' (skipped: it is not on this machine)'}`,
  () => {
    it('opens what kubeseal sealed, in each scope', () => {
      const certificate = join(folder, 'cert.pem');
      writeFileSync(certificate, keys.certificatePem);
      const secret = {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 's', namespace: 'n' },
        stringData: { A: plaintext },
      };
      for (const scope of ['strict', 'namespace-wide', 'cluster-wide']) {
        const text = execFileSync(
          kubeseal,
          ['--cert', certificate, '--scope', scope, '-o', 'yaml'],
          {
            input: JSON.stringify(secret),
            encoding: 'utf8',
          },
        );
        expect(
          unseal(parseManifests(text, 'kubeseal')[0], keys.privateKey),
        ).toEqual({ A: plaintext });
      }
    });
  },
);
