import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  sealSecret,
  type SealedSecretManifest,
  type SealingScope,
} from '@slipway/plugin-gitops-common';
import { dataDir, kubectl, sealedSecrets } from './world/realSystems';

const plaintext = { USER: 'alice', PASSWORD: 'pä$$:w0rd\nsecond line' };

/** The value of a key in the Secret, or why the controller could not make it. */
type Outcome = Readonly<Record<string, string>> | { readonly refused: string };

jest.setTimeout(60_000);

async function apply(manifest: SealedSecretManifest): Promise<Outcome> {
  const { name, namespace } = manifest.metadata;
  await mkdir(dataDir, { recursive: true });
  const file = path.join(dataDir, `${namespace}-${name}.json`);
  await writeFile(file, JSON.stringify(manifest));
  await kubectl('apply', '--filename', file);
  const read = (kind: string, jsonPath: string) =>
    kubectl(
      ...['--namespace', namespace, 'get', kind, name, '--ignore-not-found'],
      `--output=jsonpath={${jsonPath}}`,
    );
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(250)) {
    const data = await read('secret', '.data');
    if (data) {
      const values = Object.entries<string>(JSON.parse(data));
      return Object.fromEntries(
        values.map(([key, value]) => [
          key,
          Buffer.from(value, 'base64').toString(),
        ]),
      );
    }
    const refused = await read(
      'sealedsecret',
      '.status.conditions[?(@.status=="False")].message',
    );
    if (refused) return { refused };
  }
  throw new Error(`the controller did nothing with ${namespace}/${name}`);
}

const suite = sealedSecrets.url ? describe : describe.skip;

suite(
  `a value that we seal${sealedSecrets.reason ? ` (${sealedSecrets.reason})` : ''}`,
  () => {
    let certificatePem: string;

    beforeAll(async () => {
      certificatePem = await (
        await fetch(`${sealedSecrets.url}/v1/cert.pem`)
      ).text();
      for (const namespace of ['sealed-here', 'sealed-there']) {
        await kubectl('create', 'namespace', namespace);
      }
    });

    afterAll(async () => {
      await kubectl(
        'delete',
        'namespace',
        'sealed-here',
        'sealed-there',
        '--wait=false',
      );
    });

    /** Seals for `sealed-here/credentials`, and moves the object elsewhere. */
    const sealedFor = async (
      scope: SealingScope,
      target: { readonly name: string; readonly namespace: string },
    ): Promise<SealedSecretManifest> => {
      const manifest = await sealSecret({
        certificatePem,
        scope,
        namespace: 'sealed-here',
        name: `credentials-${scope}`,
        data: plaintext,
      });
      const moved = (metadata: SealedSecretManifest['metadata']) => ({
        ...metadata,
        ...target,
      });
      return {
        ...manifest,
        metadata: moved(manifest.metadata),
        spec: {
          ...manifest.spec,
          template: {
            ...manifest.spec.template,
            metadata: moved(manifest.spec.template.metadata),
          },
        },
      };
    };

    const own = (scope: SealingScope) => ({
      namespace: 'sealed-here',
      name: `credentials-${scope}`,
    });
    const renamed = (scope: SealingScope) => ({
      namespace: 'sealed-here',
      name: `renamed-${scope}`,
    });
    const elsewhere = (scope: SealingScope) => ({
      namespace: 'sealed-there',
      name: `credentials-${scope}`,
    });
    const refused = { refused: expect.stringMatching(/decrypt/i) };

    it.each([
      ['strict', 'its own place', own, plaintext],
      ['strict', 'another name', renamed, refused],
      ['strict', 'another namespace', elsewhere, refused],
      ['namespace-wide', 'another name', renamed, plaintext],
      ['namespace-wide', 'another namespace', elsewhere, refused],
      ['cluster-wide', 'another namespace', elsewhere, plaintext],
    ] as const)('%s: in %s', async (scope, _, place, outcome) => {
      expect(await apply(await sealedFor(scope, place(scope)))).toEqual(
        outcome,
      );
    });
  },
);
