import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  type Deployment,
  defaultEnvironments,
  type ProjectRef,
} from '@slipway/plugin-gitops-common';
import { aDeployment, aSha } from '@slipway/plugin-gitops-common/testUtils';
import { openDatabase } from '../database';
import { FakeGitProvider } from '../__testUtils__';
import { Comparisons } from './Comparisons';
import { readDeltas } from './readDeltas';

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const project: ProjectRef = {
  provider: 'gitlab',
  host: 'gitlab.example',
  path: 'shop/orders',
};
const runs = (environment: string, tag: string): Deployment =>
  aDeployment({
    environment,
    images: [{ repository: 'orders', desired: tag, synced: tag, live: [tag] }],
  });

async function setUp() {
  const knex = await databases.init('SQLITE_3');
  await openDatabase(
    mockServices.database.mock({ getClient: async () => knex }),
  );
  const git = new FakeGitProvider();
  git.comparisons.set('aaaaaaa..bbbbbbb', {
    commits: [
      { sha: aSha('bbbbbbb'), title: 'two' },
      { sha: aSha('b0'), title: 'release: orders 3f9c2ab to dev [skip ci]' },
      { sha: aSha('b1'), title: 'one' },
    ],
    diverged: false,
    webUrl: 'https://gitlab.example/compare',
  });
  const create = () =>
    new Comparisons({
      providers: new Map([['gitlab', git]]),
      knex,
      logger: mockServices.logger.mock(),
    });
  const late: string[] = [];
  const read = (
    deployments: readonly Deployment[],
    comparisons = create(),
    budgetMs = 1_000,
  ) =>
    readDeltas({
      environments: defaultEnvironments,
      deployments,
      project,
      comparisons,
      budgetMs,
      onLate: () => late.push('late'),
    });
  return { create, git, late, read };
}

describe('readDeltas', () => {
  it('counts what the next environment would get, asked for once for ever', async () => {
    const { git, read } = await setUp();
    const deployments = [
      runs('dev', 'bbbbbbb'),
      runs('staging', 'aaaaaaa'),
      runs('prod', 'aaaaaaa'),
    ];
    const expected = [
      {
        from: 'dev',
        to: 'staging',
        fromTag: 'bbbbbbb',
        toTag: 'aaaaaaa',
        commits: 2,
        webUrl: 'https://gitlab.example/compare',
      },
      {
        from: 'staging',
        to: 'prod',
        fromTag: 'aaaaaaa',
        toTag: 'aaaaaaa',
        commits: 0,
      },
    ];
    expect(await read(deployments)).toEqual(expected);
    expect(await read(deployments)).toEqual(expected);
    expect(git.calls).toEqual(['compare aaaaaaa bbbbbbb']);
  });

  it.each([
    ['nothing released yet', runs('prod', 'unreleased'), []],
    [
      'a tag that names no commit',
      runs('prod', 'v1.2'),
      [{ from: 'dev', to: 'prod', fromTag: 'bbbbbbb', toTag: 'v1.2' }],
    ],
    [
      'a commit that the repository lacks',
      runs('prod', 'ccccccc'),
      [{ from: 'dev', to: 'prod', fromTag: 'bbbbbbb', toTag: 'ccccccc' }],
    ],
  ])('makes do with %s', async (_, prod, expected) => {
    const { read } = await setUp();
    expect(await read([runs('dev', 'bbbbbbb'), prod])).toEqual(expected);
  });

  it('compares with what Git brought where somebody changed what runs', async () => {
    const { read } = await setUp();
    const patched = aDeployment({
      environment: 'prod',
      images: [
        {
          repository: 'orders',
          desired: 'aaaaaaa',
          synced: 'aaaaaaa',
          live: ['hotfix-2'],
        },
      ],
    });
    expect(await read([runs('dev', 'bbbbbbb'), patched])).toMatchObject([
      { toTag: 'aaaaaaa', commits: 2 },
    ]);
  });

  it('does not wait for a slow repository, and announces the answer', async () => {
    const { create, git, late, read } = await setUp();
    const comparisons = create();
    const compare = git.compare.bind(git);
    git.compare = async (...input) => {
      await new Promise(resolve => setTimeout(resolve, 30));
      return compare(...input);
    };
    const deployments = [runs('dev', 'bbbbbbb'), runs('prod', 'aaaaaaa')];
    const [early] = await read(deployments, comparisons, 1);
    expect(early.commits).toBeUndefined();
    await new Promise(resolve => setTimeout(resolve, 60));
    expect(late).toEqual(['late']);
    const [answered] = await read(deployments, comparisons, 1);
    expect(answered.commits).toBe(2);
  });
});
