import { startWorld, type World } from '../__testUtils__/aWorld';
import {
  actionOf,
  cleanWorkspaces,
  inputOf,
  runAction,
} from '../__testUtils__/runAction';
import { createArgocdProjectApplyAction } from './argocdProjectApply';
import { examples } from './argocdProjectApply.examples';

const input = inputOf(examples[0]);
const repoUrl = 'https://gitlab.example.com/shop/orders.git';

describe('argocd:project:apply', () => {
  let world: World;
  const action = () =>
    createArgocdProjectApplyAction({ instances: world.instances });
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(async () => {
    await world.close();
    cleanWorkspaces();
  });
  const existing = (
    labels: Record<string, string> | null,
    sourceRepos: string[] = [repoUrl],
  ) =>
    world.state.projects.set('orders', {
      metadata: { name: 'orders', labels },
      spec: { sourceRepos },
    });

  it.each(examples)('runs the example “$description”', async example => {
    expect(actionOf(example)).toBe(action().id);
    const { error, outputs } = await runAction(action(), inputOf(example));
    expect(error).toBeUndefined();
    expect(outputs).toEqual({
      name: 'orders',
      url: 'https://argocd.example.com/settings/projects/orders',
    });
    expect(world.state.projects.get('orders')).toMatchObject({
      metadata: { labels: { 'gitops/component': 'orders' } },
      spec: { sourceRepos: [repoUrl] },
    });
  });

  it('lets the project deploy into this cluster unless another is named', async () => {
    await runAction(action(), {
      ...input,
      destinations: [
        { namespace: 'orders-dev' },
        { namespace: 'orders-prod', name: 'production' },
        { namespace: 'orders-qa', server: 'https://qa.example.com' },
      ],
    });
    expect(world.state.projects.get('orders')?.spec.destinations).toEqual([
      { namespace: 'orders-dev', server: 'https://kubernetes.default.svc' },
      { namespace: 'orders-prod', name: 'production' },
      { namespace: 'orders-qa', server: 'https://qa.example.com' },
    ]);
  });

  it('can run again, and updates what is its own', async () => {
    await runAction(action(), input);
    const second = await runAction(action(), {
      ...input,
      description: 'Another',
    });
    expect(second.error).toBeUndefined();
    expect(world.state.projects.get('orders')?.spec.description).toBe(
      'Another',
    );
  });

  it.each<[string, Record<string, string> | null, string[], RegExp]>([
    [
      'of another component',
      { 'gitops/component': 'billing' },
      [repoUrl],
      /belongs to the component “billing”. Choose another name/,
    ],
    [
      'of nobody that it knows',
      null,
      [repoUrl],
      /does not say whose it is.*gitops\/component=orders/,
    ],
    [
      'of a component of the same name elsewhere',
      { 'gitops/component': 'orders' },
      ['https://gitlab.example.com/other/orders.git'],
      /for another repository \(https:\/\/gitlab.example.com\/other\/orders.git\)/,
    ],
  ])('leaves a project alone %s', async (_, labels, sourceRepos, reason) => {
    existing(labels, sourceRepos);
    const { error } = await runAction(action(), input);
    expect(error?.name).toBe('ConflictError');
    expect(error?.message).toMatch(reason);
    expect(world.writes()).toEqual([]);
  });

  it('knows its repository with and without .git', async () => {
    existing({ 'gitops/component': 'orders' }, [repoUrl.replace('.git', '/')]);
    expect((await runAction(action(), input)).error).toBeUndefined();
  });

  it('does not replace a project that appeared in the meantime', async () => {
    world.state.intercept = ({ method }) => {
      if (method === 'GET') {
        return undefined;
      }
      existing({ 'gitops/component': 'billing' });
      return undefined;
    };
    const { error } = await runAction(action(), input);
    expect(error?.name).toBe('ConflictError');
    expect(world.state.projects.get('orders')?.metadata.labels).toEqual({
      'gitops/component': 'billing',
    });
  });

  it('changes nothing in a dry run', async () => {
    const { outputs, logs } = await runAction(action(), input, {
      isDryRun: true,
    });
    expect(world.requests).toEqual([]);
    expect(outputs.name).toBe('orders');
    expect(logs.join()).toMatch(/Would apply project orders/);
  });

  it('names the configured instances when it does not know one', async () => {
    const { error } = await runAction(action(), { ...input, instance: 'x' });
    expect(error?.message).toMatch(/No Argo CD is called “x”.*: main/);
  });

  it('names the system when its token is refused or it is gone', async () => {
    world.state.intercept = () => ({ status: 401, body: { message: 'no' } });
    const refused = await runAction(action(), input);
    expect(refused.error?.name).toBe('ServiceUnavailableError');
    expect(refused.error?.message).toMatch(/Argo CD “main”/);
    await world.close();
    const gone = await runAction(action(), input);
    expect(gone.error?.message).toMatch(/Argo CD “main”/);
    world = await startWorld();
  });

  it('stops when the task is cancelled', async () => {
    const { error } = await runAction(action(), input, {
      signal: AbortSignal.abort(),
    });
    expect(error).toBeDefined();
    expect(world.writes()).toEqual([]);
  });
});
