import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Application } from '@slipway/plugin-gitops-common';
import type { DeploymentEngine } from '@slipway/plugin-gitops-node';
import type { Knex } from 'knex';
import { Batcher, Limiter, LruMap } from '../concurrency';
import { insertRevisionImages, readRevisionImages } from '../database';
import { describeUpstreamError } from '../errors';
import { revisionKey } from './revisionKey';

/** Images of one revision, or why they are not known. */
export type RevisionImagesResult =
  | { readonly state: 'known'; readonly images: readonly string[] }
  | { readonly state: 'failed'; readonly reason: string };

const remembered = 20_000;
const callsPerEngine = 6;
const callTimeoutMs = 30_000;

/**
 * The images of revisions. They never change, so each is asked for once in the life of the installation: memory, then the
 * database, then the engine. A failure is remembered for a while, so that a broken revision is not asked for again and again.
 */
export class RevisionImages {
  readonly #engines: ReadonlyMap<string, DeploymentEngine>;
  readonly #knex: Knex;
  readonly #logger: LoggerService;
  readonly #failureTtlMs: number;
  readonly #known = new LruMap<string, RevisionImagesResult>(remembered);
  readonly #failed = new LruMap<
    string,
    { readonly result: RevisionImagesResult; readonly until: number }
  >(remembered);
  readonly #inFlight = new Map<string, Promise<RevisionImagesResult>>();
  readonly #limiters = new Map<string, Limiter>();
  readonly #stored: Batcher<string, readonly string[] | undefined>;

  constructor(options: {
    readonly engines: ReadonlyMap<string, DeploymentEngine>;
    readonly knex: Knex;
    readonly logger: LoggerService;
    /** Milliseconds before a failed revision is tried again. Default: 30 s. */
    readonly failureTtlMs?: number;
  }) {
    this.#engines = options.engines;
    this.#knex = options.knex;
    this.#logger = options.logger;
    this.#failureTtlMs = options.failureTtlMs ?? 30_000;
    this.#stored = new Batcher({
      load: async keys => {
        const found = await readRevisionImages(this.#knex, keys);
        return keys.map(key => found.get(key));
      },
      windowMs: 2,
      max: 200,
    });
  }

  /** Never rejects. Simultaneous calls for one revision share one request. */
  get(
    application: Application,
    revisions: readonly string[],
  ): Promise<RevisionImagesResult> {
    const key = revisionKey(application, revisions);
    const known = this.#known.get(key);
    if (known) {
      return Promise.resolve(known);
    }
    const failed = this.#failed.get(key);
    if (failed && failed.until > Date.now()) {
      return Promise.resolve(failed.result);
    }
    const running = this.#inFlight.get(key);
    if (running) {
      return running;
    }
    const started = this.#resolve(key, application, revisions).finally(() =>
      this.#inFlight.delete(key),
    );
    this.#inFlight.set(key, started);
    return started;
  }

  async #resolve(
    key: string,
    application: Application,
    revisions: readonly string[],
  ): Promise<RevisionImagesResult> {
    const { instance } = application.id;
    const engine = this.#engines.get(instance);
    const system = engine?.title ?? `Engine “${instance}”`;
    try {
      const stored = await this.#stored.get(key);
      if (stored) {
        return this.#remember(key, stored);
      }
      if (!engine) {
        throw new Error(`no engine named “${instance}” is configured`);
      }
      const images = await this.#limiter(instance).run(() =>
        engine.imagesOfRevisions(application, revisions, {
          signal: AbortSignal.timeout(callTimeoutMs),
        }),
      );
      await this.#store(key, images);
      return this.#remember(key, images);
    } catch (error) {
      const result: RevisionImagesResult = {
        state: 'failed',
        reason: `The images of revision ${revisions
          .map(revision => revision.slice(0, 8))
          .join(', ')} are not known. ${describeUpstreamError(system, error)}`,
      };
      this.#failed.set(key, {
        result,
        until: Date.now() + this.#failureTtlMs,
      });
      return result;
    }
  }

  async #store(key: string, images: readonly string[]): Promise<void> {
    try {
      await insertRevisionImages(this.#knex, key, images);
    } catch (error) {
      this.#logger.warn(
        `The images of a revision could not be written to the database: ${error}`,
      );
    }
  }

  #remember(key: string, images: readonly string[]): RevisionImagesResult {
    const result: RevisionImagesResult = { state: 'known', images };
    this.#known.set(key, result);
    return result;
  }

  #limiter(instance: string): Limiter {
    const known = this.#limiters.get(instance);
    if (known) {
      return known;
    }
    const limiter = new Limiter(callsPerEngine);
    this.#limiters.set(instance, limiter);
    return limiter;
  }
}
