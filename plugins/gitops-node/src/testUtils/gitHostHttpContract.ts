import type { ProjectRef } from '@slipway/plugin-gitops-common';
import type { PipelineProvider, RepositoryProvider } from '../ports';
import { failureOf } from './failureOf';
import type { FakeHttpHost } from './FakeHttpHost';

/** A Git host and the providers that call it. @public */
export interface GitHostHttpWorld {
  readonly fake: FakeHttpHost;
  /** A new project. */
  createProject(): ProjectRef;
  /** A commit on its default branch with a pipeline whose newest state one call of the API tells; its full SHA. */
  push(project: ProjectRef): string;
  pipelines(options?: { readonly timeout?: number }): PipelineProvider;
  repositories(): RepositoryProvider;
}

/** @public */
export interface GitHostHttpContractOptions {
  /** The token that the providers send: never to be seen anywhere else. */
  readonly token: string;
  /** Called before each test; `fake` is stopped after it. */
  setUp(): Promise<GitHostHttpWorld>;
}

/**
 * How the providers of a Git host call it when it does not answer, asks for patience, or is given strange names, as tests. Uses
 * the test runner's globals (`describe`, `it`, `expect`).
 * @public
 */
export function gitHostHttpContract(
  name: string,
  { token, setUp }: GitHostHttpContractOptions,
): void {
  const slowDown = (seconds: string) => ({
    status: 429,
    headers: { 'Retry-After': seconds },
  });

  describe(`calls of ${name}`, () => {
    let world: GitHostHttpWorld;
    beforeEach(async () => {
      world = await setUp();
    });
    afterEach(() => world.fake.stop());

    const latest = (options: { readonly signal?: AbortSignal } = {}) =>
      world.pipelines().latest([world.createProject()], options);

    it('says that it cannot be reached, with the cause', async () => {
      const project = world.createProject();
      const provider = world.pipelines();
      await world.fake.stop();
      const error = await failureOf(provider.latest([project]), token);
      expect(error.name).toBe('ServiceUnavailableError');
      expect(error.message).toContain(`${name} ${project.host}`);
      expect(error.message).toContain('cannot be reached (ECONNREFUSED)');
      expect(error.cause).toMatchObject({ message: 'fetch failed' });
    });

    it('gives up on a host that does not answer', async () => {
      const provider = world.pipelines({ timeout: 50 });
      world.fake.plan({ status: 200, delay: 5_000 });
      const call = provider.latest([world.createProject()]);
      const error = await failureOf(call, token);
      expect(error.name).toBe('ServiceUnavailableError');
      expect(error.message).toContain('no answer within 0.05 seconds');
    });

    it('stops at once when the caller aborts during a call', async () => {
      world.fake.plan({ status: 200, delay: 5_000 });
      const controller = new AbortController();
      const call = latest({ signal: controller.signal });
      setTimeout(() => controller.abort(), 20);
      const started = Date.now();
      await expect(call).rejects.toMatchObject({ name: 'AbortError' });
      expect(Date.now() - started).toBeLessThan(2_000);
    });

    it('waits as long as it is asked to, and asks again', async () => {
      const project = world.createProject();
      const sha = world.push(project);
      world.fake.plan(slowDown('0'), slowDown('1'));
      const started = Date.now();
      expect(await world.pipelines().latest([project])).toMatchObject([
        { sha },
      ]);
      expect(Date.now() - started).toBeGreaterThanOrEqual(990);
      expect(world.fake.requests).toHaveLength(3);
    });

    it('fails instead of waiting for long, and says how long', async () => {
      world.fake.plan(slowDown('60'));
      const error = await failureOf(latest(), token);
      expect(error.name).toBe('ServiceUnavailableError');
      expect(error.message).toContain(
        'it asks for fewer requests, and to wait 60 seconds',
      );
      expect(world.fake.requests).toHaveLength(1);
    });

    it('does not ask for ever', async () => {
      world.fake.plan(...Array.from({ length: 4 }, () => slowDown('0')));
      await failureOf(latest(), token);
      expect(world.fake.requests).toHaveLength(3);
    });

    it('stops waiting when the caller aborts', async () => {
      world.fake.plan(slowDown('9'));
      const signal = AbortSignal.timeout(50);
      await expect(latest({ signal })).rejects.toMatchObject({
        name: 'TimeoutError',
      });
    });

    it.each(['.', '..', ''])(
      'never sends %p, which would be a step in the address',
      async revision => {
        const call = world
          .repositories()
          .commit(world.createProject(), revision);
        const error = await failureOf(call, token);
        expect(error.name).toBe('InputError');
        expect(world.fake.requests).toEqual([]);
      },
    );

    it('sends the token in the header, and nowhere else', async () => {
      await latest();
      const [{ authorization, url, body }] = world.fake.requests;
      expect(authorization).toBe(`Bearer ${token}`);
      expect(url + body).not.toContain(token);
    });
  });
}
