import { startWorld, type World } from '../__testUtils__/aWorld';
import {
  actionOf,
  cleanWorkspaces,
  inputOf,
  runAction,
} from '../__testUtils__/runAction';
import { createArgocdProjectDeleteAction } from './argocdProjectDelete';
import { examples } from './argocdProjectDelete.examples';

const input = inputOf(examples[0]);

describe('argocd:project:delete', () => {
  let world: World;
  const action = () =>
    createArgocdProjectDeleteAction({ instances: world.instances });
  const existing = (component: string, path = 'shop/orders') =>
    world.state.projects.set('orders', {
      metadata: { name: 'orders', labels: { 'gitops/component': component } },
      spec: { sourceRepos: [`https://gitlab.example.com/${path}.git`] },
    });
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(async () => {
    await world.close();
    cleanWorkspaces();
  });

  it.each(examples)('runs the example “$description”', async example => {
    expect(actionOf(example)).toBe(action().id);
    existing('orders');
    const { error, outputs } = await runAction(action(), inputOf(example));
    expect(error).toBeUndefined();
    expect(outputs).toEqual({ deleted: true });
    expect(world.state.projects.size).toBe(0);
  });

  it('is content when there is none', async () => {
    const { error, outputs } = await runAction(action(), input);
    expect(error).toBeUndefined();
    expect(outputs).toEqual({ deleted: false });
  });

  it.each([
    ['billing', 'shop/orders'],
    ['orders', 'other/orders'],
  ])('leaves a project of %s for %s alone', async (component, path) => {
    existing(component, path);
    const { error } = await runAction(action(), input);
    expect(error?.name).toBe('ConflictError');
    expect(world.state.projects.size).toBe(1);
  });

  it('says that applications still belong to it', async () => {
    existing('orders');
    world.state.applications.set('orders-dev', {
      metadata: { name: 'orders-dev' },
      spec: { project: 'orders' },
    });
    const { error } = await runAction(action(), input);
    expect(error?.name).toBe('ConflictError');
    expect(error?.message).toMatch(/referenced by 1 applications/);
  });

  it('changes nothing in a dry run', async () => {
    existing('orders');
    await runAction(action(), input, { isDryRun: true });
    expect(world.state.projects.size).toBe(1);
  });
});
