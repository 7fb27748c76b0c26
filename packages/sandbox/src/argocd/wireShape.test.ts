import recorded from './__fixtures__/recordedPaths.json';
import { anApplication, startTestWorld, type TestWorld } from './testWorld';

let world: TestWorld;
beforeAll(async () => {
  world = await startTestWorld();
  world.images.add('registry.localhost/demo/app:1');
  world.images.add('registry.localhost/demo/app:2');
  const repository = await world.addRepository('demo/app', '1');
  const broken = anApplication('broken', repository.url, {});
  const brokenSource = { ...broken.spec.source, path: 'none' };
  const create = (body: object) =>
    world.call('POST', '/applications?validate=false', body);
  await create(
    anApplication('automated', repository.url, { automated: { prune: true } }),
  );
  await create(anApplication('manual', repository.url, {}));
  await create({
    ...broken,
    metadata: {
      name: 'broken',
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    },
    spec: { ...broken.spec, source: brokenSource },
  });
  await world.step(3);
  await world.call('POST', '/applications/manual/sync', {});
  await world.step(5);
  await repository.setTag('2');
  await world.step(4);
});
afterAll(() => world.stop());

it('answers applications with the fields that the real Argo CD answers', async () => {
  const { body } = await world.call('GET', '/applications');
  const paths = pathsOf(body.items, 'x').filter(path => !isLabel(path));
  expect(paths).toEqual(recorded.application);
  expect(body.metadata.resourceVersion).toMatch(/^\d+$/);
});

it('answers a resource tree with the fields that the real Argo CD answers', async () => {
  const { body } = await world.call(
    'GET',
    '/applications/automated/resource-tree',
  );
  const paths = pathsOf([body], 'x').filter(path => !isLabel(path));
  const config = /Node|group/;
  expect(paths.filter(path => !config.test(path))).toEqual(
    recorded.resourceTree.filter(path => !config.test(path)),
  );
});

function isLabel(path: string): boolean {
  return /abels/.test(path);
}

/** Paths of all values in a list of objects, sorted, without duplicates; `[]` stands for every element. */
function pathsOf(items: readonly unknown[], root: string): readonly string[] {
  const walk = (value: unknown, path: string): readonly string[] => {
    if (Array.isArray(value)) {
      return value.flatMap(item => walk(item, `${path}[]`));
    }
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value);
      return entries.length === 0
        ? [path]
        : entries.flatMap(([key, child]) => walk(child, `${path}.${key}`));
    }
    return [path];
  };
  const all = items.flatMap(item => walk(item, root));
  return [...new Set(all)].map(path => path.slice(root.length + 1)).sort();
}
