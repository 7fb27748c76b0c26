import { anInput } from './anInput';
import {
  dryRunTemplate,
  type Rendered,
  renderTemplate,
} from './renderTemplate';
import { aSealingKeyPair, sealedFor, type SealingKeyPair } from './sealedFor';
import { stopScaffolder } from './startScaffolder';
import { yamlFile } from './yamlFiles';

const canary = 'canary-7f3a-do-not-leak';
const name = 'orders-api';
let keys: SealingKeyPair;

beforeAll(async () => {
  keys = await aSealingKeyPair();
});
afterAll(stopScaffolder);

const sealedIn = (environments: readonly string[]) =>
  sealedFor({
    name,
    environments,
    values: { API_KEY: canary },
    publicKey: keys.publicKey,
  });

describe('with secrets for dev and prod', () => {
  const environments = ['dev', 'staging', 'prod'];
  let rendered: Rendered;
  let encrypted: string | undefined;

  beforeAll(async () => {
    const secrets = await sealedIn(['dev', 'prod']);
    encrypted = secrets.sealed[0]?.encryptedData.API_KEY;
    rendered = await dryRunTemplate(anInput({ name, environments, secrets }));
  });

  it('writes each as a SealedSecret for its namespace and name', () => {
    expect(
      yamlFile(rendered.files, 'k8s/overlays/dev/sealed-secret.yaml'),
    ).toMatchObject({
      kind: 'SealedSecret',
      metadata: { name: 'orders-api-secrets', namespace: 'orders-api-dev' },
      spec: { encryptedData: { API_KEY: encrypted } },
    });
  });

  it.each([
    ['dev', true],
    ['staging', false],
    ['prod', true],
  ])('the service in %s reads one: %s', (environment, has) => {
    const folder = `k8s/overlays/${environment}`;
    const overlay = yamlFile(rendered.files, `${folder}/kustomization.yaml`);

    expect(rendered.files.has(`${folder}/sealed-secret.yaml`)).toBe(has);
    expect(rendered.files.has(`${folder}/secret-environment.yaml`)).toBe(has);
    expect(overlay).toMatchObject({
      resources: ['../../base', ...(has ? ['sealed-secret.yaml'] : [])],
    });
    expect(JSON.stringify(overlay).includes('secret-environment.yaml')).toBe(
      has,
    );
  });

  it('shows the plaintext nowhere', () => {
    const everything = [
      ...[...rendered.files].flat(),
      ...rendered.log,
      JSON.stringify(rendered.output),
    ].join('\n');

    expect(everything).not.toContain(canary);
    expect(everything).not.toContain(Buffer.from(canary).toString('base64'));
  });

  it('has no Secret in plain text', () => {
    const kinds = [...rendered.files].flatMap(([file, text]) =>
      file.startsWith('k8s/') ? (text.match(/^kind: .*$/gm) ?? []) : [],
    );

    expect(kinds).not.toContain('kind: Secret');
  });

  it('says in the docs which environments have one', () => {
    expect(rendered.files.get('docs/secrets.md')).toContain(
      'sealed-secret.yaml`: `dev` `prod`',
    );
  });
});

it('leaves out what was sealed for an environment that is not chosen', async () => {
  const files = await renderTemplate(
    anInput({
      name,
      environments: ['dev'],
      secrets: await sealedIn(['dev', 'prod']),
    }),
  );

  expect([...files.keys()].filter(file => file.includes('sealed'))).toEqual([
    'k8s/overlays/dev/sealed-secret.yaml',
  ]);
});

describe('refuses', () => {
  it('a value that is not sealed, without repeating it', async () => {
    const secrets = await sealedIn(['dev']);
    const plain = secrets.sealed.map(entry => ({
      ...entry,
      encryptedData: { API_KEY: canary },
    }));
    const run = renderTemplate(
      anInput({ name, secrets: { ...secrets, sealed: plain } }),
    );

    await expect(run).rejects.toThrow(/API_KEY/);
    await expect(run).rejects.not.toThrow(new RegExp(canary));
  });

  it('a value that was sealed for another name', async () => {
    const run = renderTemplate(
      anInput({ name: 'other', secrets: await sealedIn(['dev']) }),
    );

    await expect(run).rejects.toThrow(
      /would not open as other-dev\/other-secrets/,
    );
  });
});
