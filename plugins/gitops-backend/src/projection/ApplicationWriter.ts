import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Application } from '@slipway/plugin-gitops-common';
import type { Knex } from 'knex';
import { DebouncedTask } from '../concurrency';
import {
  deleteApplications,
  upsertApplications,
  upsertSource,
} from '../database';
import { applicationKey } from '../matching';

type Write =
  | { readonly type: 'upsert'; readonly application: Application }
  | {
      readonly type: 'delete';
      readonly application: Application;
      /** What takes its place although it has a lower version. */
      readonly successor?: Application;
    };

const flushMs = 250;
const sourceFlushMs = 15_000;
const retryMs = 5_000;

/** Writes the projection behind the stream: collected, in batches, and again after the database failed. */
export class ApplicationWriter {
  readonly #knex: Knex;
  readonly #writes = new Map<string, Write>();
  readonly #observed = new Map<string, string>();
  readonly #flushWrites: DebouncedTask;
  readonly #flushObserved: DebouncedTask;

  constructor(options: {
    readonly knex: Knex;
    readonly logger: LoggerService;
  }) {
    this.#knex = options.knex;
    const onError = (error: unknown) => {
      options.logger.warn(
        `The state of applications could not be written to the database, next attempt in ${
          retryMs / 1000
        } s: ${error}`,
      );
    };
    this.#flushWrites = new DebouncedTask({
      run: () => this.#write(),
      onError,
      delayMs: flushMs,
      retryMs,
    });
    this.#flushObserved = new DebouncedTask({
      run: () => this.#writeObserved(),
      onError,
      delayMs: sourceFlushMs,
      retryMs,
    });
  }

  upsert(application: Application): void {
    this.#plan({ type: 'upsert', application });
  }

  delete(application: Application, successor?: Application): void {
    this.#plan({ type: 'delete', application, successor });
  }

  /** Data of the instance arrived. */
  observe(instance: string, observedAt: string): void {
    this.#observed.set(instance, observedAt);
    this.#flushObserved.schedule();
  }

  async finish(): Promise<void> {
    await this.#flushWrites.finish();
    this.#flushObserved.schedule();
    await this.#flushObserved.finish();
  }

  #plan(write: Write): void {
    const key = applicationKey(write.application.id);
    const planned = this.#writes.get(key);
    this.#writes.set(
      key,
      planned?.type === 'delete' && write.type === 'upsert'
        ? { ...planned, successor: write.application }
        : write,
    );
    this.#flushWrites.schedule();
  }

  async #write(): Promise<void> {
    const writes = new Map(this.#writes);
    const deletes = [...writes.values()].flatMap(write =>
      write.type === 'delete' ? [write.application] : [],
    );
    const upserts = [...writes.values()].flatMap(write =>
      write.type === 'upsert' ? [write.application] : (write.successor ?? []),
    );
    await deleteApplications(this.#knex, deletes);
    await upsertApplications(this.#knex, upserts);
    for (const [key, write] of writes) {
      if (this.#writes.get(key) === write) {
        this.#writes.delete(key);
      }
    }
  }

  async #writeObserved(): Promise<void> {
    for (const [instance, observedAt] of [...this.#observed]) {
      await upsertSource(this.#knex, { instance, observedAt });
      if (this.#observed.get(instance) === observedAt) {
        this.#observed.delete(instance);
      }
    }
  }
}
