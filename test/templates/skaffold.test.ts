import { aPackagedApp } from './packagedApp';
import { stopScaffolder } from './startScaffolder';
import { skaffoldFile } from './skaffoldFile';
import { unrendered } from './unrendered';
import { renderWithSecrets } from './writePackaging';

afterAll(stopScaffolder);

const starters = ['fastapi', 'chatbot'] as const;
const apps = starters.flatMap(starter =>
  (['kustomize', 'helm'] as const).flatMap(packaging =>
    (['sealed-secrets', 'aws-ssm'] as const).map(
      secretStore => [starter, packaging, secretStore] as const,
    ),
  ),
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
    expect(skaffoldFile(files).build.artifacts).toEqual([
      { image: 'registry.example.com/shop/orders-api' },
    ]);
    expect(skaffoldFile(files).portForward).toMatchObject([
      {
        resourceName: 'orders-api',
        namespace: 'orders-api-local',
        localPort: 8000,
      },
    ]);
  });
});
