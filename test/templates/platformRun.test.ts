import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Sandbox, startSandbox } from 'sandbox/src/startSandbox';
import { z } from 'zod';
import { aPlatformInput } from './aPlatformInput';
import { startTaskRunner, type TaskRunner } from './tools/startTaskRunner';

jest.setTimeout(90_000);

const tokens = { github: 'github-token-4711', argocd: 'argocd-token-4711' };
let data: string;
let sandbox: Sandbox;
let runner: TaskRunner;

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'platform-run-'));
  sandbox = await startSandbox({
    dataDir: data,
    gitlabToken: 'gitlab-token-4711',
    argocdToken: tokens.argocd,
    githubToken: tokens.github,
    gitlabPort: 0,
    argocdPort: 0,
    sealedSecretsPort: 0,
    githubPort: 0,
    seed: false,
    speed: 50,
  });
  runner = await startTaskRunner({
    template: 'gitops-platform',
    groups: ['platform', 'team-shop'],
    config: {
      integrations: {
        github: [
          {
            host: new URL(sandbox.githubUrl).host,
            apiBaseUrl: `${sandbox.githubUrl}/api/v3`,
            token: tokens.github,
          },
        ],
      },
      argocd: {
        appLocatorMethods: [
          {
            type: 'config',
            instances: [
              {
                name: 'main',
                url: sandbox.argocdUrl,
                token: tokens.argocd,
              },
            ],
          },
        ],
      },
    },
  });
});
afterAll(async () => {
  await runner.stop();
  await sandbox.stop();
  await rm(data, { recursive: true, force: true });
});

const run = (name: string, over: Parameters<typeof aPlatformInput>[0] = {}) =>
  runner.run(
    aPlatformInput({
      name,
      ci: 'github',
      githubHost: new URL(sandbox.githubUrl).host,
      ...over,
    }),
  );
const github = (url: string) =>
  fetch(`${sandbox.githubUrl}/api/v3/repos/demo/${url}`, {
    headers: { Authorization: `Bearer ${tokens.github}` },
  });
const argocd = (url: string) =>
  fetch(`${sandbox.argocdUrl}/api/v1/${url}`, {
    headers: { Authorization: `Bearer ${tokens.argocd}` },
  });
const environmentSchema = z.object({
  name: z.string(),
  protection_rules: z.array(
    z.object({
      type: z.string(),
      reviewers: z
        .array(z.object({ reviewer: z.object({ slug: z.string() }) }))
        .optional(),
    }),
  ),
});

describe('a run of the platform template on GitHub', () => {
  it('makes repository, environments, project and root application', async () => {
    const { status, log, links } = await run('harbour', {
      productionTeam: 'group:default/team-shop',
    });

    expect([status, log.filter(line => /rror/.test(line))]).toEqual([
      'completed',
      [],
    ]);
    expect(links).toEqual(
      expect.arrayContaining([
        { title: 'Repository', url: `${sandbox.githubUrl}/demo/harbour` },
        {
          title: 'Onboard an app',
          url: `${sandbox.githubUrl}/demo/harbour/blob/main/ONBOARDING.md`,
        },
      ]),
    );
    expect((await argocd('applications/harbour')).ok).toBe(true);
    const environments = await Promise.all(
      ['dev', 'staging', 'prod'].map(async name =>
        environmentSchema.parse(
          await github(`harbour/environments/${name}`).then(one => one.json()),
        ),
      ),
    );
    expect(
      environments.map(({ name, protection_rules: rules }) => [
        name,
        rules.flatMap(({ reviewers = [] }) =>
          reviewers.map(({ reviewer }) => reviewer.slug),
        ),
      ]),
    ).toEqual([
      ['dev', []],
      ['staging', []],
      ['prod', ['team-shop']],
    ]);
    // The workflows of the apps ask for this very word.
    expect(environments[2]?.protection_rules.map(({ type }) => type)).toContain(
      'required_reviewers',
    );
  });

  it('leaves nothing behind when a later step fails', async () => {
    runner.refuse(new Error('The catalog is on holiday'));

    const { status, log } = await run('wreck');
    runner.refuse(undefined);

    expect(status).toBe('failed');
    expect(log.join('\n')).toContain('The catalog is on holiday');
    expect({
      repository: (await github('wreck')).ok,
      project: (await argocd('projects/wreck')).ok,
      application: (await argocd('applications/wreck')).ok,
    }).toEqual({ repository: false, project: false, application: false });
  });

  it('says no token in its log', async () => {
    const { log } = await run('quiet');

    expect(
      log.filter(line => Object.values(tokens).some(one => line.includes(one))),
    ).toEqual([]);
  });
});
