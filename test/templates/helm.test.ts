import path from 'node:path';
import { aPackagedApp, renderPackaging, short } from './packagedApp';
import { stopScaffolder } from './startScaffolder';
import { unrendered } from './unrendered';
import { yamlFile } from './yamlFiles';

afterAll(stopScaffolder);

const chart = 'charts/orders-api';
const valuesOf = (environment: string) =>
  `${chart}/values-${short[environment]}.yaml`;
const render = (over: Parameters<typeof aPackagedApp>[0]) =>
  renderPackaging(aPackagedApp({ packaging: 'helm', ...over }));

describe.each(['fastapi', 'chatbot'] as const)('a chart of %s', starter => {
  it.each(['sealed-secrets', 'aws-ssm'] as const)(
    'leaves nothing unrendered with %s',
    async secretStore => {
      expect(unrendered(await render({ starter, secretStore }))).toEqual([]);
    },
  );

  it('has values for the chosen environments only', async () => {
    const files = await render({ starter, environments: ['dev', 'prod'] });

    expect(
      [...files.keys()].filter(file => /values.*\.yaml$/.test(file)),
    ).toEqual([
      `${chart}/values-dev.yaml`,
      `${chart}/values-prod.yaml`,
      `${chart}/values.yaml`,
    ]);
  });

  it('says in the values of an environment, and nowhere else, which image runs', async () => {
    const files = await render({ starter });
    const { image: everywhere } = yamlFile(files, `${chart}/values.yaml`) as {
      image?: unknown;
    };

    expect(everywhere).toBeUndefined();
    for (const environment of ['dev', 'staging', 'prod']) {
      expect(yamlFile(files, valuesOf(environment))).toMatchObject({
        image: {
          repository: 'registry.example.com/shop/orders-api',
          tag: 'unreleased',
        },
      });
    }
    expect(yamlFile(files, `${chart}/Chart.yaml`)).not.toHaveProperty(
      'appVersion',
    );
  });
});

it.each([
  ['dev', 1],
  ['staging', 2],
  ['prod', 3],
])('%s asks for %i replicas', async (environment, replicas) => {
  const service = await render({ starter: 'fastapi' });
  const chatbot = await render({ starter: 'chatbot' });

  expect(yamlFile(service, valuesOf(environment))).toMatchObject({ replicas });
  expect(yamlFile(chatbot, valuesOf(environment))).toMatchObject({
    autoscaling: { minReplicas: replicas, maxReplicas: replicas * 2 },
  });
});

it('says the image and the replicas of each service of a stack', async () => {
  const files = await render({
    starter: 'stack',
    services: ['fastapi', 'mlflow'],
  });

  expect(unrendered(files)).toEqual([]);
  expect(yamlFile(files, valuesOf('prod'))).toMatchObject({
    services: {
      fastapi: {
        image: {
          repository: 'registry.example.com/shop/orders-api/fastapi',
          tag: 'unreleased',
        },
        replicas: 3,
      },
      // Its database is a file on a volume.
      mlflow: { replicas: 1 },
    },
  });
});

it.each([
  [['kafka'], ['broker.yaml']],
  [['mlflow', 'fastapi'], ['mlflow.yaml']],
  [['streamlit'], []],
])('a stack of %j has %j besides', async (services, extras) => {
  const files = await render({ starter: 'stack', services });
  const names = [...files.keys()].filter(file =>
    /templates\/(broker|mlflow)\.yaml$/.test(file),
  );

  expect(names.map(file => path.basename(file))).toEqual(extras);
});

it('has the template of its secret store only', async () => {
  const templates = async (secretStore: 'sealed-secrets' | 'aws-ssm') =>
    [...(await render({ secretStore })).keys()].filter(file =>
      /secret\.yaml$/.test(file),
    );

  expect(await templates('sealed-secrets')).toEqual([
    `${chart}/templates/sealed-secret.yaml`,
  ]);
  expect(await templates('aws-ssm')).toEqual([
    `${chart}/templates/external-secret.yaml`,
  ]);
});

it("leaves no trace of the chatbot in another starter's chart", async () => {
  const files = await render({ starter: 'fastapi' });

  expect(
    [...files]
      .filter(([file, text]) =>
        /chatbot|postgres|ollama|autoscal/i.test(`${file}\n${text}`),
      )
      .map(([file]) => file),
  ).toEqual([]);
});
