import { createHash } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Comparison, ProjectRef } from '@slipway/plugin-gitops-common';
import type { RepositoryProvider } from '@slipway/plugin-gitops-node';
import type { Knex } from 'knex';
import { LruMap } from '../concurrency';
import { insertComparison, readComparison } from '../database';

const remembered = 5_000;
const failureTtlMs = 60_000;
const callTimeoutMs = 15_000;

/** The commits between two revisions: asked for once, since what SHAs name never changes. */
export class Comparisons {
  readonly #providers: ReadonlyMap<string, RepositoryProvider>;
  readonly #knex: Knex;
  readonly #logger: LoggerService;
  readonly #known = new LruMap<string, Comparison>(remembered);
  readonly #failed = new LruMap<string, number>(remembered);
  readonly #inFlight = new Map<string, Promise<Comparison | undefined>>();

  constructor(options: {
    readonly providers: ReadonlyMap<string, RepositoryProvider>;
    readonly knex: Knex;
    readonly logger: LoggerService;
  }) {
    this.#providers = options.providers;
    this.#knex = options.knex;
    this.#logger = options.logger;
  }

  /** Undefined where the provider cannot tell. Never rejects. */
  async get(
    project: ProjectRef,
    from: string,
    to: string,
  ): Promise<Comparison | undefined> {
    const key = keyOf(project, from, to);
    const known = this.#known.get(key);
    if (known || (this.#failed.get(key) ?? 0) > Date.now()) {
      return known;
    }
    const running = this.#inFlight.get(key);
    if (running) {
      return running;
    }
    const started = this.#fetch(key, project, from, to).finally(() =>
      this.#inFlight.delete(key),
    );
    this.#inFlight.set(key, started);
    return started;
  }

  async #fetch(
    key: string,
    project: ProjectRef,
    from: string,
    to: string,
  ): Promise<Comparison | undefined> {
    try {
      const stored = await readComparison(this.#knex, key);
      const comparison =
        stored ??
        (await this.#providers
          .get(project.provider)
          ?.compare(project, from, to, {
            signal: AbortSignal.timeout(callTimeoutMs),
          }));
      if (!comparison) {
        return undefined;
      }
      if (!stored) {
        await insertComparison(this.#knex, key, comparison);
      }
      this.#known.set(key, comparison);
      return comparison;
    } catch (error) {
      this.#failed.set(key, Date.now() + failureTtlMs);
      this.#logger.debug(
        `No comparison of ${from} and ${to} in ${project.path}: ${
          error instanceof Error ? error.name : 'unknown error'
        }`,
      );
      return undefined;
    }
  }
}

function keyOf(project: ProjectRef, from: string, to: string): string {
  const { provider, host, path, folder } = project;
  return createHash('sha256')
    .update(
      JSON.stringify([
        provider,
        host,
        path,
        from,
        to,
        ...(folder === undefined ? [] : [folder]),
      ]),
    )
    .digest('hex');
}
