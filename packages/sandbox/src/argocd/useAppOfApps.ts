import { fileWrites } from '../git';
import { startTestWorld, type TestWorld } from './testWorld';

/** Where the repository of these tests is. */
export const repoURL = 'http://127.0.0.1:1/demo/platform.git';

/** A ConfigMap, as a file of that repository. */
export const configMap = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

/**
 * For each test a world with that repository, whose folder `root` can become an application of applications, and short ways to
 * act on it and to look at it.
 */
export function useAppOfApps() {
  let world: TestWorld;
  beforeEach(async () => {
    world = await startTestWorld();
    await world.git.createRepository('demo/platform');
  });
  afterEach(async () => {
    await world.stop();
  });

  async function push(
    files: Readonly<Record<string, string>>,
    removed: readonly string[] = [],
  ) {
    return world.git.commitFiles(
      'demo/platform',
      'main',
      [
        ...fileWrites(files),
        ...removed.map(path => ({ action: 'delete' as const, path })),
      ],
      { message: 'change' },
    );
  }

  async function addRoot(
    files: Readonly<Record<string, string>>,
    automated: object = { prune: true, selfHeal: true },
  ) {
    await push(files);
    await world.call('POST', '/applications', {
      metadata: {
        name: 'root',
        finalizers: ['resources-finalizer.argocd.argoproj.io'],
      },
      spec: {
        project: 'default',
        source: { repoURL, path: 'root', targetRevision: 'main' },
        destination: {
          server: 'https://kubernetes.default.svc',
          namespace: 'argocd',
        },
        syncPolicy: { automated },
      },
    });
    await world.step(10);
  }

  async function applications(): Promise<Record<string, string>> {
    const { body } = await world.call('GET', '/applications');
    return Object.fromEntries(
      (body.items ?? []).map(
        (item: {
          metadata: { name: string };
          status: { sync: { status: string }; health: { status: string } };
        }) => [
          item.metadata.name,
          `${item.status.sync.status} ${item.status.health.status}`,
        ],
      ),
    );
  }

  const inCluster = (namespace: string, name: string) =>
    world.cluster.find({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace, name },
    });

  return {
    addRoot,
    applications,
    inCluster,
    push,
    get world() {
      return world;
    },
  };
}
