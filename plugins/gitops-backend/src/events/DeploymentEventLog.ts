import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  Application,
  ApplicationHistoryEntry,
} from '@slipway/plugin-gitops-common';
import type { Knex } from 'knex';
import { DebouncedTask } from '../concurrency';
import {
  insertDeploymentEvents,
  type NewDeploymentEvent,
  readNewestEvents,
} from '../database';
import { applicationKey } from '../matching';

interface Newest {
  readonly deployedAt: string;
  readonly historyId: number;
}

const flushMs = 250;
const retryMs = 5_000;

/** The append-only log of deployments, fed from the history that engines report. */
export class DeploymentEventLog {
  readonly #knex: Knex;
  readonly #environmentOf: (application: Application) => string | undefined;
  readonly #newest = new Map<string, Newest>();
  readonly #flush: DebouncedTask;
  #pending: NewDeploymentEvent[] = [];

  constructor(options: {
    readonly knex: Knex;
    readonly logger: LoggerService;
    readonly environmentOf: (application: Application) => string | undefined;
  }) {
    this.#knex = options.knex;
    this.#environmentOf = options.environmentOf;
    this.#flush = new DebouncedTask({
      run: () => this.#write(),
      onError: error =>
        options.logger.warn(
          `Deployments could not be written to the log, next attempt in ${
            retryMs / 1000
          } s: ${error}`,
        ),
      delayMs: flushMs,
      retryMs,
    });
  }

  /** Learns what the log has, so that a restart does not write everything again. */
  async start(): Promise<void> {
    for (const event of await readNewestEvents(this.#knex)) {
      this.#newest.set(applicationKey(event.application), event);
    }
  }

  async stop(): Promise<void> {
    await this.#flush.finish();
  }

  observe(application: Application): void {
    const key = applicationKey(application.id);
    const newest = this.#newest.get(key);
    const unseen = application.history.filter(entry => isAfter(entry, newest));
    if (unseen.length === 0) {
      return;
    }
    const environment = this.#environmentOf(application);
    this.#pending.push(
      ...unseen.map(entry => ({
        application: application.id,
        entry,
        ...(environment && { environment }),
      })),
    );
    this.#newest.set(key, newestOf(unseen, newest));
    this.#flush.schedule();
  }

  async #write(): Promise<void> {
    const events = [...this.#pending];
    await insertDeploymentEvents(this.#knex, events);
    this.#pending = this.#pending.slice(events.length);
  }
}

function isAfter(
  entry: ApplicationHistoryEntry,
  newest: Newest | undefined,
): boolean {
  return (
    !newest ||
    entry.deployedAt > newest.deployedAt ||
    (entry.deployedAt === newest.deployedAt && entry.id > newest.historyId)
  );
}

function newestOf(
  entries: readonly ApplicationHistoryEntry[],
  newest: Newest | undefined,
): Newest {
  return entries.reduce<Newest>(
    (best, entry) =>
      isAfter(entry, best)
        ? { deployedAt: entry.deployedAt, historyId: entry.id }
        : best,
    newest ?? { deployedAt: '', historyId: -1 },
  );
}
