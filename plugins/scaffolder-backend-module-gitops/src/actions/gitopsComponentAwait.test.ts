import type { Entity } from '@backstage/catalog-model';
import { ServiceUnavailableError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  actionOf,
  cleanWorkspaces,
  inputOf,
  runAction,
} from '../__testUtils__/runAction';
import { createGitopsComponentAwaitAction } from './gitopsComponentAwait';
import { examples } from './gitopsComponentAwait.examples';

const input = inputOf(examples[0]);
// Less than the schema allows, so that the tests are quick.
const impatient = { ...input, timeoutSeconds: 0.05 };
const orders: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders', namespace: 'default' },
};
const known = catalogServiceMock({ entities: [orders] });
const empty = catalogServiceMock({ entities: [] });

describe('gitops:component:await', () => {
  /** What the catalog does when it is asked for the nth time, counted from 1. */
  let answer: (
    nth: number,
    ...args: Parameters<typeof known.getEntityByRef>
  ) => Promise<Entity | undefined>;
  let asked: number;
  beforeEach(() => {
    answer = (_, ...args) => known.getEntityByRef(...args);
    asked = 0;
  });
  afterEach(cleanWorkspaces);
  const action = () =>
    createGitopsComponentAwaitAction({
      catalog: Object.assign(catalogServiceMock(), {
        getEntityByRef: (...args: Parameters<typeof known.getEntityByRef>) =>
          answer((asked += 1), ...args),
      }),
      pauseMs: 5,
    });

  it.each(examples)('runs the example “$description”', async example => {
    expect(actionOf(example)).toBe(action().id);
    const { error, outputs } = await runAction(action(), inputOf(example));
    expect(error).toBeUndefined();
    expect(outputs).toEqual({ found: true });
  });

  it('waits for an entity that appears later, and tolerates a catalog that fails meanwhile', async () => {
    answer = async (nth, ...args) => {
      if (nth === 2) {
        throw new ServiceUnavailableError('The catalog restarts');
      }
      return (nth < 4 ? empty : known).getEntityByRef(...args);
    };
    const { error, outputs, logs } = await runAction(action(), input);
    expect(error).toBeUndefined();
    expect(outputs).toEqual({ found: true });
    expect(asked).toBe(4);
    expect(logs.join()).not.toMatch(/restarts/);
  });

  it('asks with the credentials of the task', async () => {
    let credentials: unknown;
    answer = async (_, ref, options) => {
      credentials = options && 'credentials' in options && options.credentials;
      return known.getEntityByRef(ref);
    };
    await runAction(action(), input);
    expect(credentials).toMatchObject({ principal: expect.anything() });
  });

  it.each([
    ['does not know it', async () => undefined, /slow/],
    [
      'only fails',
      async () => {
        throw new ServiceUnavailableError('The catalog restarts');
      },
      /last answer was: ServiceUnavailableError: The catalog restarts/,
    ],
    ['does not answer', () => new Promise<undefined>(() => {}), /slow/],
  ])(
    'warns and does not fail when the catalog %s',
    async (_, never, reason) => {
      answer = never;
      const { error, outputs, logs } = await runAction(action(), impatient);
      expect(error).toBeUndefined();
      expect(outputs).toEqual({ found: false });
      expect(logs).toHaveLength(1);
      expect(logs[0]).toMatch(/does not show component:default\/orders after/);
      expect(logs[0]).toMatch(/Everything was created/);
      expect(logs[0]).toMatch(/Location .* look at its errors/);
      expect(logs[0]).toMatch(reason);
    },
  );

  it.each([
    ['before it begins', () => AbortSignal.abort(), async () => orders],
    ['in a pause', () => AbortSignal.timeout(20), async () => undefined],
    [
      'while the catalog does not answer',
      () => AbortSignal.timeout(20),
      () => new Promise<undefined>(() => {}),
    ],
  ])('stops when the task is cancelled %s', async (_, signal, catalog) => {
    answer = catalog;
    const { error, outputs } = await runAction(action(), input, {
      signal: signal(),
    });
    expect(error?.message).toMatch(/abort/i);
    expect(outputs).toEqual({});
  });

  it('refuses what is not an entity reference before it asks', async () => {
    const { error } = await runAction(action(), { entityRef: 'orders' });
    expect(error?.message).toMatch(/orders.*kind/);
    expect(asked).toBe(0);
  });

  it('only says what it would do in a dry run, where nothing was registered', async () => {
    const { error, outputs, logs } = await runAction(
      action(),
      { entityRef: '' },
      { isDryRun: true },
    );
    expect(error).toBeUndefined();
    expect(outputs).toEqual({ found: false });
    expect(logs.join()).toMatch(/Would wait/);
    expect(asked).toBe(0);
  });
});
