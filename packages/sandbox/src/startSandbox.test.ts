import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { startSandbox, type Sandbox } from './startSandbox';

const argocdToken = 'argocd-token-of-this-test';
const gitlabToken = 'gitlab-token-of-this-test';
const githubToken = 'github-token-of-this-test';
const ports = {
  gitlabPort: 0,
  argocdPort: 0,
  sealedSecretsPort: 0,
  githubPort: 0,
};

const folders: string[] = [];
const running: Sandbox[] = [];
async function start(
  options: Partial<Parameters<typeof startSandbox>[0]> = {},
) {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'sandbox-'));
  folders.push(dataDir);
  const sandbox = await startSandbox({
    dataDir,
    gitlabToken,
    argocdToken,
    githubToken,
    ...ports,
    ...options,
  });
  running.push(sandbox);
  return { ...sandbox, dataDir };
}
afterAll(async () => {
  await Promise.all(
    running.map(sandbox => sandbox.stop().catch(() => undefined)),
  );
  folders.forEach(folder => rmSync(folder, { recursive: true, force: true }));
});

async function states(sandbox: Sandbox) {
  const response = await fetch(`${sandbox.argocdUrl}/api/v1/applications`, {
    headers: { authorization: `Bearer ${argocdToken}` },
  });
  const { items } = await response.json();
  return Object.fromEntries(
    items.map((item: any) => [
      // eslint-disable-line @typescript-eslint/no-explicit-any
      item.metadata.name,
      `${item.status.sync.status} ${item.status.health.status}`,
    ]),
  );
}

const promised = {
  'chat-api-dev': 'Synced Progressing',
  'chat-api-staging': 'Synced Healthy',
  'chat-api-prod': 'OutOfSync Healthy',
  'orders-dev': 'Synced Healthy',
  'orders-staging': 'Synced Healthy',
  'orders-prod': 'Synced Healthy',
  'realtime-ml-dev': 'Synced Degraded',
  'realtime-ml-staging': 'Synced Healthy',
  'billing-dev': 'Synced Healthy',
  'billing-staging': 'Synced Healthy',
  'billing-prod': 'OutOfSync Healthy',
  'search-dev': 'Synced Healthy',
  'search-staging': 'Synced Healthy',
  'search-prod': 'Synced Healthy',
  'greeter-dev': 'Synced Degraded',
  'greeter-staging': 'Synced Degraded',
  'greeter-prod': 'Synced Degraded',
  platform: 'Synced Healthy',
  'notifier-dev': 'Synced Healthy',
  'notifier-staging': 'Synced Healthy',
  'notifier-prod': 'Synced Healthy',
  'github-platform': 'Synced Healthy',
  'postman-dev': 'Synced Healthy',
  'postman-staging': 'Synced Healthy',
  'postman-prod': 'Synced Healthy',
};

describe('a new sandbox', () => {
  let sandbox: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    sandbox = await start({ speed: 20 });
  }, 120_000);

  it('begins in the promised states, keeps them, and has them after a restart', async () => {
    expect(await states(sandbox)).toEqual(promised);
    // at this speed a minute of its time
    await new Promise(resolve => setTimeout(resolve, 3000));
    expect(await states(sandbox)).toEqual(promised);
    const { dataDir } = sandbox;
    await sandbox.stop();
    const port = (url: string) => Number(new URL(url).port);
    sandbox = await start({
      dataDir,
      gitlabPort: port(sandbox.gitlabUrl),
      argocdPort: port(sandbox.argocdUrl),
      githubPort: port(sandbox.githubUrl),
    });
    expect(await states(sandbox)).toEqual(promised);
  }, 60_000);

  it('shows the hotfix, the roll-out and the pipelines that stand still', () => {
    const { argocd, gitlab } = sandbox.world;
    const images = (name: string) =>
      argocd.store.application(name)?.status.summary.images;
    expect(images('chat-api-prod')).toEqual([
      'registry.localhost/demo/chat-api:hotfix-2',
    ]);
    expect(images('chat-api-dev')).toHaveLength(2);
    expect(images('realtime-ml-dev')).toHaveLength(4);
    const latest = (name: string) =>
      gitlab.pipelines.list(gitlab.projects.get(`demo/${name}`).id)[0]?.status;
    expect({
      'chat-api': latest('chat-api'),
      orders: latest('orders'),
      'realtime-ml': latest('realtime-ml'),
      search: latest('search'),
      greeter: latest('greeter'),
    }).toEqual({
      'chat-api': 'running',
      orders: 'success',
      'realtime-ml': 'failed',
      search: 'manual',
      greeter: undefined,
    });
  });

  it('lets somebody approve the release that waits at GitHub', async () => {
    const { github, argocd, gitlab } = sandbox.world;
    const { id } = github.repositories.get('demo/platform');
    const [run] = github.runs.list(id);
    expect(run).toMatchObject({ status: 'waiting', path: expect.any(String) });
    await github.runs.review(id, run.id, ['prod'], 'approved', '');
    const image = `ghcr.io/demo/platform/postman:${run.sha.slice(0, 8)}`;
    expect(gitlab.images.has(image)).toBe(true);
    await eventually(
      () =>
        argocd.store.application('postman-prod')?.status.summary.images?.join(),
      images => images === image,
    );
  }, 20_000);

  it('lets a catalog read every component by the URLs of one location', async () => {
    const read = (path: string) =>
      sandbox.world.gitlab.git.readFile(path, 'main', 'catalog-info.yaml');
    const targets = [
      ...(await read('demo/catalog')).matchAll(
        /(http:\S+\/(demo\/[a-z-]+)\/-\/blob\/main\/catalog-info\.yaml)/g,
      ),
    ];
    expect(targets).toHaveLength(8);
    for (const [url, , repository] of targets) {
      expect(url.startsWith(`${sandbox.gitlabUrl}/`)).toBe(true);
      const [component] = parseAllDocuments(await read(repository));
      expect(component.toJS()).toMatchObject({
        metadata: {
          name: repository.slice('demo/'.length),
          description: expect.any(String),
        },
      });
    }
  });

  it('rolls out what the next commit asks for', async () => {
    const { git, images } = sandbox.world.gitlab;
    const path = 'k8s/overlays/dev/kustomization.yaml';
    const overlay = await git.readFile('demo/orders', 'main', path);
    images.push('registry.localhost/demo/orders:next', { at: new Date() });
    await git.commitFiles(
      'demo/orders',
      'main',
      [
        {
          action: 'write',
          path,
          content: overlay.replace(/newTag: .*/, 'newTag: next'),
        },
      ],
      { message: 'release(dev) next [skip ci]' },
    );
    await expect(
      eventually(
        () =>
          sandbox.world.argocd.store.application('orders-dev')?.status.summary
            .images,
        value => value?.join() === 'registry.localhost/demo/orders:next',
      ),
    ).resolves.toBeDefined();
  }, 20_000);
});

it('names the port that is in use and the variable that chooses another', async () => {
  const first = await start({ seed: false });
  const argocdPort = Number(new URL(first.argocdUrl).port);
  await expect(start({ seed: false, argocdPort })).rejects.toThrow(
    `Port ${argocdPort} is in use, and the sandbox's Argo CD wants it. Free it, or choose another with SANDBOX_ARGOCD_PORT.`,
  );
}, 30_000);

it('begins again when its past was only half made up', async () => {
  const first = await start({ seed: false });
  await first.stop();
  writeFileSync(join(first.dataDir, 'state', 'seed'), 'started\n');
  const second = await start({ dataDir: first.dataDir });
  expect(Object.keys(await states(second))).toHaveLength(
    Object.keys(promised).length,
  );
}, 120_000);

async function eventually<T>(
  read: () => T,
  isDone: (value: T) => boolean,
): Promise<T> {
  for (;;) {
    const value = read();
    if (isDone(value)) {
      return value;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
