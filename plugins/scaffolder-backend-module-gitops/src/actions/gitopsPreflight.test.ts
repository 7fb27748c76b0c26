import type { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { validate } from 'jsonschema';
import { aSealingCertificate } from '@slipway/plugin-gitops-common/testUtils';
import { createSealingCertificates } from '../sealing/SealingCertificates';
import { startWorld, type World } from '../__testUtils__/aWorld';
import { aGithubRepository } from '../__testUtils__/githubAnswer';
import { aRepository } from '../__testUtils__/gitlabAnswer';
import {
  actionOf,
  cleanWorkspaces,
  inputOf,
  runAction,
} from '../__testUtils__/runAction';
import { createGitopsPreflightAction } from './gitopsPreflight';
import { examples } from './gitopsPreflight.examples';

const input = inputOf(examples[0]);
const { certificatePem } = aSealingCertificate();
const anEntity = (source: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'orders',
    namespace: 'default',
    annotations: { 'backstage.io/source-location': `url:${source}` },
  },
});
const anApplication = (component: string, path = 'shop/orders') => ({
  metadata: {
    name: 'orders-dev',
    labels: { 'gitops/component': component },
  },
  spec: { source: { repoURL: `https://gitlab.example.com/${path}.git` } },
});

describe('gitops:preflight', () => {
  let world: World;
  let entities: Entity[];
  beforeEach(async () => {
    world = await startWorld();
    world.state.certificatePem = certificatePem;
    entities = [];
  });
  afterEach(async () => {
    await world.close();
    cleanWorkspaces();
  });
  const action = () =>
    createGitopsPreflightAction({
      catalog: catalogServiceMock({ entities }),
      certificates: createSealingCertificates([
        { source: { type: 'url', url: `${world.url}/v1/cert.pem` } },
      ]),
      environments: ['dev', 'prod'],
      instances: world.instances,
      integrations: world.integrations,
      projects: world.projects,
      repositories: world.repositories,
    });

  it.each(examples)('runs the example “$description”', async example => {
    expect(actionOf(example)).toBe(action().id);
    world.state.githubRepositories.push(
      aGithubRepository({ full_name: 'shop/platform' }),
    );
    const { error, outputs } = await runAction(action(), inputOf(example));
    expect(error).toBeUndefined();
    expect(outputs.problems).toEqual([]);
    expect(world.writes()).toEqual([]);
  });

  it('says which clone URL the repository will have', async () => {
    const { outputs } = await runAction(action(), {
      name: 'orders',
      repoUrl: 'gitlab.example.com?owner=shop&repo=orders',
    });

    expect(outputs.repositoryUrl).toBe(
      'https://gitlab.example.com/shop/orders.git',
    );
  });

  it('reports everything that is in the way together, each with what to do', async () => {
    world.state.groups.splice(0);
    entities = [anEntity('https://gitlab.example.com/legacy/orders')];
    world.state.projects.set('orders', {
      metadata: { name: 'orders' },
      spec: {},
    });
    world.state.applications.set('orders-dev', anApplication('billing'));
    world.state.certificatePem = '<html>';
    const { error } = await runAction(action(), input);
    expect(error?.name).toBe('ConflictError');
    expect(error?.message.split('\n')).toEqual([
      'Nothing was created. 5 things are in the way of “orders”:',
      '- The catalog already has component:default/orders, from https://gitlab.example.com/legacy/orders. Choose another name, or unregister that entity first',
      expect.stringMatching(/^- GitLab .* has no group “shop”.*Maintainer/),
      expect.stringMatching(/^- The Argo CD project “orders” .* put the label/),
      expect.stringMatching(
        /^- The Argo CD application “orders-dev” .* belongs to the component “billing”/,
      ),
      expect.stringMatching(/^- The sealing certificate of .* is not usable/),
    ]);
  });

  it('finds the repository that exists already', async () => {
    world.state.repositories.push(aRepository());
    const { error } = await runAction(action(), input);
    expect(error?.message).toMatch(
      /One thing is in the way.*\n- The repository https:\/\/gitlab.example.com\/shop\/orders exists already/,
    );
  });

  it('is not stopped by what an earlier attempt left for the same repository', async () => {
    entities = [
      anEntity('https://gitlab.example.com/shop/orders/-/tree/main/'),
    ];
    world.state.projects.set('orders', {
      metadata: { name: 'orders', labels: { 'gitops/component': 'orders' } },
      spec: { sourceRepos: ['https://gitlab.example.com/shop/orders.git'] },
    });
    world.state.applications.set('orders-dev', anApplication('orders'));
    expect((await runAction(action(), input)).error).toBeUndefined();
  });

  it('lets the retry of a task go on where the first attempt created the repository', async () => {
    const first = await runAction(action(), input);
    world.state.repositories.push(aRepository());
    const retry = await runAction(action(), input, {
      replay: first.checkpoints,
    });
    expect(retry.error).toBeUndefined();
  });

  it('looks again in a retry when the first attempt found something', async () => {
    world.state.repositories.push(aRepository());
    const first = await runAction(action(), input);
    expect(first.checkpoints).toEqual({});
    world.state.repositories.splice(0);
    const retry = await runAction(action(), input, {
      replay: first.checkpoints,
    });
    expect(retry.error).toBeUndefined();
  });

  it.each([
    [{ name: 'Orders' }, /The name “Orders” cannot be used. Use lower-case/],
    [
      { repoUrl: 'gitlab.example.com?owner=shop&repo=orders.git' },
      /The repository name “orders.git” cannot be used/,
    ],
    [{ environments: ['Dev'] }, /“Dev” is not an environment name/],
    [{ repoUrl: 'elsewhere.example.com?owner=a&repo=b' }, /elsewhere/],
  ])('refuses %j before it asks anybody', async (change, reason) => {
    const { error } = await runAction(action(), { ...input, ...change });
    expect(error?.message).toMatch(reason);
    expect(world.requests).toEqual([]);
  });

  it('names every system that cannot be reached, and no token', async () => {
    world.state.intercept = () => ({ status: 401 });
    const { error } = await runAction(action(), input);
    expect(error?.message).toMatch(/GitLab gitlab.example.com refuses/);
    expect(error?.message).toMatch(/Argo CD “main”/);
    expect(error?.message).toMatch(/cert.pem cannot be fetched/);
  });

  it('only logs a missing certificate when nobody said that there are secrets', async () => {
    world.state.certificatePem = '';
    const { sealing: _, ...rest } = input;
    const { error, logs } = await runAction(action(), rest);
    expect(error).toBeUndefined();
    expect(logs.join()).toMatch(/sealing certificate.*is not usable/);
    const without = await runAction(action(), { ...rest, sealing: false });
    expect(without.logs.join()).not.toMatch(/certificate/);
  });

  it('finds an expired certificate', async () => {
    world.state.certificatePem = aSealingCertificate({
      notAfter: new Date('2021-01-01T00:00:00Z'),
    }).certificatePem;
    const { error } = await runAction(action(), input);
    expect(error?.message).toMatch(
      /certificate of dev expired at 2021-01-01T00:00:00Z/,
    );
  });

  it('goes on in a dry run, and lists what it found', async () => {
    world.state.repositories.push(aRepository());
    const { error, outputs } = await runAction(action(), input, {
      isDryRun: true,
    });
    expect(error).toBeUndefined();
    expect(outputs.problems).toEqual([expect.stringMatching(/exists already/)]);
  });

  it('stops when the task is cancelled', async () => {
    const { error } = await runAction(action(), input, {
      signal: AbortSignal.abort(),
    });
    expect(error?.message).toMatch(/abort/i);
  });

  describe('for GitHub', () => {
    const create = (owner = 'shop') =>
      runAction(action(), {
        name: 'orders',
        repoUrl: `github.example.com?owner=${owner}&repo=orders`,
      });
    const github = () => world.state.github;

    it('says which clone URL the repository will have', async () => {
      expect((await create()).outputs.repositoryUrl).toBe(
        'https://github.example.com/shop/orders.git',
      );
    });

    it.each([
      ['a member', () => {}],
      ['an App, which is nobody', () => void (github().viewer = undefined)],
      [
        'a token with enough scopes',
        () => void (github().scopes = 'repo, workflow'),
      ],
      [
        'an owner where members may not',
        () => {
          github().membersMayCreate = false;
          github().role = 'admin';
        },
      ],
    ])('finds nothing in the way of %s', async (_, prepare) => {
      prepare();
      expect((await create()).error).toBeUndefined();
    });

    it('lets a user create repositories of their own', async () => {
      expect((await create('ci')).error).toBeUndefined();
    });

    it.each([
      [
        'a repository that exists',
        () => world.state.githubRepositories.push(aGithubRepository()),
        /github.example.com\/shop\/orders exists already/,
      ],
      [
        'an organization that does not exist',
        () => github().owners.delete('shop'),
        /has no user or organization “shop”/,
      ],
      [
        'a token of somebody else',
        () => void (github().role = undefined),
        /ci, whose token .* is not a member of the organization shop/,
      ],
      [
        'members that may not create',
        () => void (github().membersMayCreate = false),
        /does not let its members create private repositories/,
      ],
      [
        'a token that may not push workflows',
        () => void (github().scopes = 'repo, read:org'),
        /lacks the scope workflow\. Add it/,
      ],
      [
        'a token that is refused',
        () => void (world.state.intercept = () => ({ status: 401 })),
        /GitHub github.example.com could not read .*refused the token/,
      ],
    ])('finds %s', async (_, prepare, reason) => {
      prepare();
      const { error } = await create();
      expect(error?.name).toBe('ConflictError');
      expect(error?.message).toMatch(reason);
    });

    it('finds that another user’s repositories are not the token’s to create', async () => {
      const { error } = await create('ada');
      expect(error?.message).toMatch(/belongs to ci, who cannot create/);
    });
  });

  describe('of a folder in a platform repository', () => {
    const propose = (host: string, change: object = {}) =>
      runAction(action(), {
        name: 'orders',
        repoUrl: `${host}?owner=shop&repo=platform`,
        path: 'apps/orders',
        argocdInstance: 'main',
        ...change,
      });
    const platforms = {
      'gitlab.example.com': (about: object) => {
        world.state.gitlabContents = {
          ...world.state.gitlabContents,
          ...about,
        };
        world.state.repositories.push(
          aRepository({
            path_with_namespace: 'shop/platform',
            web_url: 'https://gitlab.example.com/shop/platform',
          }),
        );
      },
      'github.example.com': (about: object) =>
        world.state.githubRepositories.push(
          aGithubRepository({
            full_name: 'shop/platform',
            html_url: 'https://github.example.com/shop/platform',
            ...about,
          }),
        ),
    };

    describe.each(Object.entries(platforms))('at %s', (host, create) => {
      it('finds nothing in the way of a new folder', async () => {
        create({});
        const { error, outputs } = await propose(host);
        expect(error).toBeUndefined();
        expect(outputs.repositoryUrl).toBe(`https://${host}/shop/platform.git`);
      });

      it('wants the repository to exist', async () => {
        const { error } = await propose(host);
        expect(error?.message).toMatch(
          `There is no repository shop/platform at ${host}`,
        );
      });

      it('finds the folder and the branch that are there already', async () => {
        create({
          paths: ['apps/orders'],
          branches: ['main', 'create-orders', 'mine'],
        });
        expect((await propose(host)).error?.message.split('\n')).toEqual([
          expect.stringMatching(/2 things are/),
          `- https://${host}/shop/platform has a folder “apps/orders” already. Choose another name`,
          expect.stringMatching(/has a branch “create-orders” already/),
        ]);
        const { error } = await propose(host, { branch: 'mine' });
        expect(error?.message).toMatch(/has a branch “mine” already/);
      });

      it('finds a component of the same name from another folder', async () => {
        create({});
        entities = [
          anEntity(`https://${host}/shop/platform/-/tree/main/apps/old/`),
        ];
        expect((await propose(host)).error?.message).toMatch(
          /The catalog already has component:default\/orders/,
        );
        entities = [
          anEntity(`https://${host}/shop/platform/-/tree/main/apps/orders/`),
        ];
        expect((await propose(host)).error).toBeUndefined();
      });
    });

    it('wants the right to push', async () => {
      platforms['github.example.com']({ permissions: { push: false } });
      expect((await propose('github.example.com')).error?.message).toMatch(
        /may not push to .*role Write/,
      );
    });

    it.each(['/apps/orders', '../orders', 'apps/orders/', ''])(
      'does not take %p for a folder',
      path => {
        const { schema } = action();
        expect(validate({ name: 'orders', path }, schema?.input).valid).toBe(
          false,
        );
      },
    );
  });
});
