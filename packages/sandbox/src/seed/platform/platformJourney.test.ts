import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../startSandbox';
import { WorldClock } from '../../WorldClock';
import { platformFiles } from '../platformFiles';
import { gitlabPlatform, platform } from '../stories/platform';

const token = 'gitlab-token-of-this-test';

describe('the seeded platform', () => {
  let dataDir: string;
  let sandbox: Sandbox;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'platform-'));
    sandbox = await startSandbox({
      dataDir,
      gitlabToken: token,
      argocdToken: 'argocd-token-of-this-test',
      githubToken: 'github-token-of-this-test',
      gitlabPort: 0,
      argocdPort: 0,
      sealedSecretsPort: 0,
      githubPort: 0,
      seed: false,
      speed: 100,
    });
    const { world, gitlabUrl, githubUrl } = sandbox;
    const clock = new WorldClock();
    await platform({ world, clock, gitlabUrl, githubUrl, now: new Date() });
  }, 60_000);
  afterAll(async () => {
    await sandbox.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('takes an app by merge request, registers it, and rolls out its first release', async () => {
    const { git } = sandbox.world.gitlab;
    const site = {
      ...gitlabPlatform(sandbox.gitlabUrl),
      app: { name: 'mailer', image: 'registry.localhost/demo/platform/mailer' },
    };
    const actions = Object.entries(platformFiles(site))
      .filter(([path]) => path.startsWith('apps/mailer/'))
      .map(([path, content]) => ({ action: 'write' as const, path, content }));
    await git.commitFiles(site.slug, 'create-mailer', actions, {
      message: 'feat(mailer): create',
      startFrom: 'main',
    });
    const opened = await fetch(
      `${sandbox.gitlabUrl}/api/v4/projects/demo%2Fplatform/merge_requests`,
      {
        method: 'POST',
        headers: { 'PRIVATE-TOKEN': token, 'Content-Type': 'application/json' },
        body: JSON.stringify({
          source_branch: 'create-mailer',
          target_branch: 'main',
          title: 'feat(mailer): create',
        }),
      },
    );
    expect(opened.status).toBe(201);
    expect(
      sandbox.world.argocd.store.application('mailer-dev'),
    ).toBeUndefined();

    await fetch(`${site.url}/-/merge_requests/1/merge`, {
      method: 'POST',
      headers: { Origin: sandbox.gitlabUrl },
    });
    const { shortSha } = await git.commit(site.slug, 'main');

    const states = () =>
      ['dev', 'staging', 'prod'].map(environment => {
        const found = sandbox.world.argocd.store.application(
          `mailer-${environment}`,
        );
        return `${found?.status.health.status} ${found?.status.summary.images}`;
      });
    const image = (tag: string) => `${site.app.image}:${tag}`;
    await eventually(states, [
      `Healthy ${image(shortSha)}`,
      `Healthy ${image(shortSha)}`,
      `Degraded ${image('unreleased')}`,
    ]);
  }, 60_000);
});

async function eventually(
  read: () => unknown,
  expected: unknown,
): Promise<void> {
  const end = Date.now() + 40_000;
  while (
    Date.now() < end &&
    JSON.stringify(read()) !== JSON.stringify(expected)
  ) {
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  expect(read()).toEqual(expected);
}
