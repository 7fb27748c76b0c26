import { z } from 'zod';
import { aPackagedApp, renderPackaging } from './packagedApp';
import { stopScaffolder } from './startScaffolder';
import { yamlFile } from './yamlFiles';

afterAll(stopScaffolder);

const externalSecretSchema = z.object({
  apiVersion: z.literal('external-secrets.io/v1'),
  kind: z.literal('ExternalSecret'),
  metadata: z.object({ name: z.string() }).strict(),
  spec: z
    .object({
      refreshInterval: z.string(),
      secretStoreRef: z.unknown(),
      target: z.record(z.string()),
      dataFrom: z.array(z.object({ extract: z.record(z.string()) }).strict()),
    })
    .strict(),
});
const overlays = (over: Parameters<typeof aPackagedApp>[0] = {}) =>
  renderPackaging(aPackagedApp({ secretStore: 'aws-ssm', ...over }));

describe.each([
  ['dev', '/shop/orders-api/dev/app'],
  ['staging', '/shop/orders-api/stage/app'],
  ['prod', '/shop/orders-api/prod/app'],
])('%s', (environment, parameter) => {
  const folder = `k8s/overlays/${environment}`;

  it('reads the parameter that its pipeline makes', async () => {
    const { metadata, spec } = externalSecretSchema.parse(
      yamlFile(await overlays(), `${folder}/external-secret.yaml`),
    );

    expect(metadata.name).toBe('orders-api-secrets');
    expect(spec.secretStoreRef).toEqual({
      kind: 'ClusterSecretStore',
      name: 'aws-parameter-store',
    });
    expect(spec.dataFrom.map(({ extract }) => extract.key)).toEqual([
      parameter,
    ]);
  });

  it('starts pods with an empty parameter too', async () => {
    const { spec } = externalSecretSchema.parse(
      yamlFile(await overlays(), `${folder}/external-secret.yaml`),
    );

    // With "Retain" there would be no Secret until there is a first key.
    expect(spec.target).toEqual({
      creationPolicy: 'Owner',
      deletionPolicy: 'Merge',
    });
  });

  it('leaves nothing that the cluster would add, which Argo CD would call a difference', async () => {
    const { spec } = externalSecretSchema.parse(
      yamlFile(await overlays(), `${folder}/external-secret.yaml`),
    );

    expect(
      spec.dataFrom.map(({ extract }) => Object.keys(extract).sort()),
    ).toEqual([
      ['conversionStrategy', 'decodingStrategy', 'key', 'metadataPolicy'],
    ]);
  });

  it('hands the Secret to the pods', async () => {
    const files = await overlays();

    expect(yamlFile(files, `${folder}/kustomization.yaml`)).toMatchObject({
      resources: ['../../base', 'external-secret.yaml'],
      patches: expect.arrayContaining([
        {
          path: 'secret-environment.yaml',
          target: { kind: 'Deployment', name: 'orders-api' },
        },
      ]),
    });
    expect(yamlFile(files, `${folder}/secret-environment.yaml`)).toMatchObject([
      { value: { secretRef: { name: 'orders-api-secrets' } } },
    ]);
  });

  it('names the parameter in the values of a chart', async () => {
    const files = await overlays({ packaging: 'helm' });
    const short = environment === 'staging' ? 'stage' : environment;

    expect(
      yamlFile(files, `charts/orders-api/values-${short}.yaml`),
    ).toMatchObject({ externalSecret: parameter });
  });
});

it.each(['kustomize', 'helm'] as const)(
  'are not there with sealed secrets, by %s',
  async packaging => {
    const files = await overlays({ packaging, secretStore: 'sealed-secrets' });

    expect(
      [...files]
        .filter(([, text]) => /external-?secret:|ExternalSecret$/im.test(text))
        .map(([file]) => file),
    ).toEqual([]);
  },
);
