import type { Application } from '@slipway/plugin-gitops-common';
import type { DeploymentEngineSetUp } from './DeploymentEngineWorld';
import { WatchRecorder } from './WatchRecorder';

/** Names of the contract's tests that not every world can run. @public */
export type DeploymentEngineContractCase = 'cut' | 'drift' | 'pods';

const UNKNOWN_SHA = '0123456789abcdef0123456789abcdef01234567';

/**
 * Defines the tests that every `DeploymentEngine` passes, on any system that plays its part. Call it at the top of a test file;
 * it uses the globals `describe`, `it`, `expect`, `beforeAll`, `afterEach` and `afterAll`.
 * @public
 */
export function deploymentEngineContract(options: {
  /** For people, for example `Argo CD engine on the sandbox`. */
  readonly title: string;
  readonly setUp: () => Promise<DeploymentEngineSetUp>;
  /** Milliseconds that one change may take to be seen; 30,000 by default. */
  readonly patience?: number;
  /** Tests that this world cannot run, with the reason. */
  readonly skips?: Partial<Record<DeploymentEngineContractCase, string>>;
}): void {
  const { title, setUp, patience = 30_000, skips = {} } = options;
  const limit = patience * 3;

  describe(`deployment engine contract: ${title}`, () => {
    let context: DeploymentEngineSetUp;
    const recorders: WatchRecorder[] = [];
    const created: string[] = [];
    // worlds may outlive a run, so that names of two runs must not meet
    const run = Date.now().toString(36);

    const test = (name: string, body: () => Promise<void>) =>
      it(name, body, limit);
    const optional = (
      key: DeploymentEngineContractCase,
      name: string,
      body: () => Promise<void>,
    ) =>
      skips[key] ? it.skip(`${name} (${skips[key]})`, body) : test(name, body);

    const watch = async () => {
      const recorder = new WatchRecorder(context.engine, patience);
      recorders.push(recorder);
      await recorder.waitFor('the snapshot', () => recorder.events[0]);
      return recorder;
    };
    const create = async (what: string, automated: boolean) => {
      const name = `contract-${what}-${run}`;
      created.push(name);
      return {
        name,
        sha: await context.world.createApplication({
          name,
          tag: 'v1',
          automated,
        }),
      };
    };
    const image = (tag: string) => `${context.world.imageRepository}:${tag}`;
    const runs = (tag: string) => (application: Application) =>
      application.liveImages.join() === image(tag);
    const isSettled = (tag: string) => (application: Application) =>
      application.sync.state === 'synced' &&
      application.health.state === 'healthy' &&
      application.operation?.phase === 'succeeded' &&
      runs(tag)(application);

    beforeAll(async () => {
      context = await setUp();
    }, limit);

    afterEach(async () => {
      for (const recorder of recorders.splice(0)) {
        recorder.abort();
        await recorder.ended;
      }
    });

    afterAll(async () => {
      if (!context) return;
      for (const name of created) await context.world.removeApplication(name);
      await context.tearDown?.();
    }, limit);

    test('begins with one snapshot of all applications', async () => {
      const first = await create('snapshot-a', false);
      const second = await create('snapshot-b', false);
      const earlier = await watch();
      await earlier.until(first.name, 'is known', () => true);
      await earlier.until(second.name, 'is known', () => true);

      const recorder = await watch();
      const [begin] = recorder.events;
      expect(begin).toMatchObject({ type: 'snapshot' });
      expect([...recorder.applications.keys()]).toEqual(
        expect.arrayContaining([first.name, second.name]),
      );
      await context.world.pushTag(first.name, 'v2');
      await recorder.waitFor('another event', () => recorder.events[1]);
      expect(
        recorder.events.filter(event => event.type === 'snapshot'),
      ).toHaveLength(1);
    });

    test('shows a new application with its destination, source and page', async () => {
      const recorder = await watch();
      const { name, sha } = await create('new', false);
      const application = await recorder.until(
        name,
        'is compared with Git',
        ({ sync }) => sync.state === 'outOfSync',
      );
      expect(application.id).toMatchObject({
        instance: context.engine.instance,
        name,
      });
      expect(application.destination.namespace).toBe(name);
      expect(application.sources).toHaveLength(1);
      expect(application.sources[0].repoUrl).toMatch(/^\w+:\/\/\S+/);
      expect(application.sync).toEqual({
        state: 'outOfSync',
        revisions: [sha],
        automated: false,
      });
      expect(application.health.state).toBe('missing');
      expect(application.history).toEqual([]);
      expect(application.liveImages).toEqual([]);
      expect(application.links.engine).toMatch(/^https?:\/\//);
      expect(application.links.engine).toContain(name);
      expect(application.version).toMatch(/^\d+$/);
      expect(Date.parse(application.observedAt)).not.toBeNaN();
    });

    test('waits for a sync where nothing syncs by itself, and then runs what Git asks for', async () => {
      const recorder = await watch();
      const { name, sha } = await create('manual', false);
      const before = await recorder.until(
        name,
        'waits',
        ({ sync }) => sync.state === 'outOfSync',
      );
      await context.engine.sync(before);

      const running = await recorder.until(name, 'syncs', ({ operation }) =>
        Boolean(operation),
      );
      expect(running.operation?.initiatedBy).not.toBe('automated');
      const synced = await recorder.until(name, 'runs v1', isSettled('v1'));
      expect(synced.history.map(({ revisions }) => revisions)).toEqual([[sha]]);

      const next = await context.world.pushTag(name, 'v2');
      const waiting = await recorder.until(
        name,
        'asks for v2',
        ({ sync }) => sync.state === 'outOfSync' && sync.revisions[0] === next,
      );
      expect(waiting.liveImages).toEqual([image('v1')]);
      expect(waiting.history).toHaveLength(1);
    });

    test('deploys a pushed tag by itself where that is wanted, and remembers it', async () => {
      const recorder = await watch();
      const { name, sha } = await create('automated', true);
      const first = await recorder.until(name, 'runs v1', isSettled('v1'));
      expect(first.sync).toMatchObject({ automated: true, revisions: [sha] });

      const next = await context.world.pushTag(name, 'v2');
      const second = await recorder.until(
        name,
        'runs v2',
        application =>
          isSettled('v2')(application) && application.history.length === 2,
      );
      expect(second.sync.revisions).toEqual([next]);
      expect(second.history.map(({ revisions }) => revisions)).toEqual([
        [sha],
        [next],
      ]);
      expect(second.history[1].id).toBeGreaterThan(second.history[0].id);
      expect(second.history[1].initiatedBy).toBe('automated');
      for (const { startedAt, deployedAt } of second.history) {
        expect(Date.parse(startedAt ?? deployedAt)).toBeLessThanOrEqual(
          Date.parse(deployedAt),
        );
      }
      expect(BigInt(second.version)).toBeGreaterThan(BigInt(first.version));
    });

    test('tells the images of a revision, also of an old one', async () => {
      const recorder = await watch();
      const { name, sha } = await create('images', false);
      const next = await context.world.pushTag(name, 'v2');
      const application = await recorder.until(
        name,
        'asks for v2',
        ({ sync }) => sync.revisions[0] === next,
      );
      const { engine } = context;
      expect(await engine.imagesOfRevisions(application, [next])).toEqual([
        image('v2'),
      ]);
      expect(await engine.imagesOfRevisions(application, [sha])).toEqual([
        image('v1'),
      ]);
      await expect(
        engine.imagesOfRevisions(application, [UNKNOWN_SHA]),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
    });

    optional('pods', 'counts pods by image', async () => {
      const recorder = await watch();
      const { name } = await create('pods', true);
      const { id } = await recorder.until(name, 'runs v1', isSettled('v1'));
      expect(await context.engine.pods(id)).toEqual({
        total: 2,
        ready: 2,
        byImage: { [image('v1')]: 2 },
      });
    });

    optional(
      'drift',
      'notices what was changed in the cluster past Git',
      async () => {
        const recorder = await watch();
        const { name, sha } = await create('drift', false);
        await context.engine.sync(
          await recorder.until(name, 'is known', () => true),
        );
        await recorder.until(name, 'runs v1', isSettled('v1'));

        await context.world.hotfix(name, 'hotfix');
        const drifted = await recorder.until(
          name,
          'runs the hotfix',
          application =>
            application.sync.state === 'outOfSync' &&
            runs('hotfix')(application),
        );
        expect(drifted.sync.revisions).toEqual([sha]);
        expect(drifted.history).toHaveLength(1);
      },
    );

    test('refuses to stop a sync where none runs', async () => {
      const recorder = await watch();
      const { name } = await create('terminate', false);
      const application = await recorder.until(
        name,
        'is compared with Git',
        ({ sync }) => sync.state === 'outOfSync',
      );
      await expect(context.engine.terminate(application)).rejects.toMatchObject(
        {
          name: 'ConflictError',
          message: expect.stringContaining(context.engine.title),
        },
      );
    });

    test('says when an application is gone', async () => {
      const recorder = await watch();
      const { name } = await create('gone', true);
      const { id } = await recorder.until(name, 'runs v1', isSettled('v1'));
      await context.world.removeApplication(name);
      const event = await recorder.waitFor('the deletion', () =>
        recorder.events.find(
          one => one.type === 'deleted' && one.id.name === name,
        ),
      );
      expect(event).toEqual({ type: 'deleted', id });
    });

    test('answers NotFoundError for an application that does not exist', async () => {
      const recorder = await watch();
      const { name } = await create('template', false);
      const known = await recorder.until(name, 'is known', () => true);
      const unknown = { ...known, id: { ...known.id, name: `${name}-none` } };
      const { engine } = context;
      for (const call of [
        () => engine.sync(unknown),
        () => engine.terminate(unknown),
        () => engine.pods(unknown.id),
        () => engine.imagesOfRevisions(unknown, [UNKNOWN_SHA]),
      ]) {
        await expect(call()).rejects.toMatchObject({ name: 'NotFoundError' });
      }
    });

    test('ends quietly when it is aborted', async () => {
      const recorder = await watch();
      recorder.abort();
      expect(await recorder.ended).toBeUndefined();
    });

    optional(
      'cut',
      'throws when the connection is cut, and can be watched again',
      async () => {
        const recorder = await watch();
        const { name } = await create('cut', false);
        await recorder.until(name, 'is known', () => true);
        await context.world.cutConnections();
        expect(await recorder.ended).toMatchObject({
          name: 'ServiceUnavailableError',
          message: expect.stringContaining(context.engine.title),
        });
        const again = await watch();
        expect([...again.applications.keys()]).toContain(name);
      },
    );
  });
}
