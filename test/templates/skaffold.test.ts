import { aPackagedApp } from './packagedApp';
import { stopScaffolder } from './startScaffolder';
import { skaffoldFile } from './skaffoldFile';
import { unrendered } from './unrendered';
import { renderWithSecrets } from './writePackaging';

afterAll(stopScaffolder);

const apps = (['kustomize', 'helm'] as const).flatMap(
  packaging =>
    [
      ['fastapi', packaging, 'sealed-secrets'],
      ['chatbot', packaging, 'aws-ssm'],
      ['stack', packaging, 'sealed-secrets'],
    ] as const,
);

describe.each(apps)('%s by %s with %s', (starter, packaging, secretStore) => {
  const app = aPackagedApp({
    starter,
    packaging,
    secretStore,
    environments: ['staging', 'prod'],
    sealed: secretStore === 'sealed-secrets' ? ['staging'] : [],
  });
  let files: ReadonlyMap<string, string>;

  beforeAll(async () => {
    files = await renderWithSecrets(app);
  });

  it('leaves nothing unrendered', () => {
    expect(
      unrendered(
        new Map([...files].filter(([file]) => /skaffold|local/.test(file))),
      ),
    ).toEqual([]);
  });

  it('builds the images that the manifests ask for, and serves them on this computer', () => {
    const { build, portForward } = skaffoldFile(files);

    expect(build.artifacts).toEqual(
      starter === 'stack'
        ? app.services.map(key => ({
            image: `registry.example.com/shop/orders-api/${key}`,
            context: `services/${key}/`,
          }))
        : [{ image: 'registry.example.com/shop/orders-api' }],
    );
    expect(
      portForward.map(({ resourceName, localPort }) => [
        resourceName,
        localPort,
      ]),
    ).toEqual(
      starter === 'stack'
        ? [
            ['orders-api-fastapi', 8000],
            ['orders-api-streamlit', 8501],
            ['orders-api-mlflow', 5000],
            ['orders-api-kafka', 8001],
          ]
        : [['orders-api', 8000]],
    );
  });
});
