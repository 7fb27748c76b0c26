import { stopScaffolder } from './startScaffolder';
import { renderPackaging } from './packagedApp';
import { skaffoldFile } from './skaffoldFile';
import { skaffoldVariants } from './skaffoldVariants';
import { unrendered } from './unrendered';

afterAll(stopScaffolder);

describe.each(skaffoldVariants)('$title', ({ app }) => {
  const { starter } = app;
  let files: ReadonlyMap<string, string>;

  beforeAll(async () => {
    files = await renderPackaging(app);
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
