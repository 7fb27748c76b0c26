import { startWorld, type World } from '../__testUtils__/aWorld';
import {
  actionOf,
  cleanWorkspaces,
  inputOf,
  runAction,
} from '../__testUtils__/runAction';
import { createArgocdApplicationDeleteAction } from './argocdApplicationDelete';
import { examples } from './argocdApplicationDelete.examples';

const input = inputOf(examples[0]);

describe('argocd:application:delete', () => {
  let world: World;
  const action = () =>
    createArgocdApplicationDeleteAction({
      instances: world.instances,
      pauseMs: 5,
    });
  const existing = (component: string, path = 'shop/orders') =>
    world.state.applications.set('orders-dev', {
      metadata: {
        name: 'orders-dev',
        namespace: 'argocd',
        labels: { 'gitops/component': component },
      },
      spec: {
        project: 'orders',
        source: { repoURL: `https://gitlab.example.com/${path}.git` },
      },
    });
  const lingers = (answers: number) => {
    const application = world.state.applications.get('orders-dev');
    let left = answers;
    world.state.intercept = ({ method, path }) => {
      if (method === 'DELETE') {
        return { body: {} };
      }
      if (path.at(-1) === 'applications' && left > 0) {
        left -= 1;
        return { body: { items: [application] } };
      }
      return { body: { items: null } };
    };
  };
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
    expect(world.state.applications.size).toBe(0);
  });

  it('takes along what the application deployed', async () => {
    existing('orders');
    await runAction(action(), input);
    const [request] = world.requests.filter(each => each.method === 'DELETE');
    expect(request.path.at(-1)).toBe('orders-dev');
    expect(Object.fromEntries(request.query)).toEqual({
      project: 'orders',
      appNamespace: 'argocd',
      cascade: 'true',
      propagationPolicy: 'foreground',
    });
  });

  it('waits until it is gone, so that its project can go next', async () => {
    existing('orders');
    lingers(4);
    const { error, outputs } = await runAction(action(), input);
    expect(error).toBeUndefined();
    expect(outputs.deleted).toBe(true);
    expect(world.requests.length).toBeGreaterThan(5);
  });

  it('says where to look when it does not go', async () => {
    existing('orders');
    lingers(Infinity);
    const { error } = await runAction(action(), {
      ...input,
      timeoutSeconds: 0,
    });
    expect(error?.message).toMatch(
      /Argo CD “main” is still deleting the application “orders-dev”/,
    );
  });

  it('stops waiting when the task is cancelled', async () => {
    existing('orders');
    lingers(Infinity);
    const { error } = await runAction(action(), input, {
      signal: AbortSignal.timeout(100),
    });
    expect(error).toBeDefined();
  });

  it('is content when there is none', async () => {
    const { error, outputs } = await runAction(action(), input);
    expect(error).toBeUndefined();
    expect(outputs).toEqual({ deleted: false });
  });

  it.each([
    ['billing', 'shop/orders'],
    ['orders', 'other/orders'],
  ])('leaves an application of %s for %s alone', async (component, path) => {
    existing(component, path);
    const { error } = await runAction(action(), input);
    expect(error?.name).toBe('ConflictError');
    expect(world.writes()).toEqual([]);
  });

  it('changes nothing in a dry run', async () => {
    existing('orders');
    await runAction(action(), input, { isDryRun: true });
    expect(world.state.applications.size).toBe(1);
  });
});
