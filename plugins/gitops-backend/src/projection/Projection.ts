import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  Application,
  ApplicationId,
  DeploymentSelector,
  SourceStatus,
} from '@slipway/plugin-gitops-common';
import type {
  DeploymentEngine,
  DeploymentEngineEvent,
} from '@slipway/plugin-gitops-node';
import type { Knex } from 'knex';
import { readApplications, readSources } from '../database';
import { applicationKey } from '../matching';
import { SourceHealth } from '../sources';
import { ApplicationMap } from './ApplicationMap';
import { ApplicationWriter } from './ApplicationWriter';
import { isNewer, sameApplication } from './sameApplication';
import { watchEngine } from './watchEngine';

/** Hears what happens to the projection. */
export interface ProjectionListener {
  /** Called for every application that the engine reports, also when nothing changed. */
  observed(application: Application): void;
  /** What people see of an application changed; `previous` or `next` is absent for one that came or went. */
  changed(
    previous: Application | undefined,
    next: Application | undefined,
  ): void;
  /** An instance became live or unreachable. */
  statusChanged(instance: string): void;
}

export interface ProjectionOptions {
  readonly engines: ReadonlyMap<string, DeploymentEngine>;
  readonly knex: Knex;
  readonly logger: LoggerService;
  readonly resyncIntervalMs: number;
  readonly reconnectDelayMs: number;
  readonly listener: ProjectionListener;
}

/**
 * All applications of all engines in memory, fed by one watch for each engine. What was last known is there from the start and
 * stays while an engine cannot be reached.
 */
export class Projection {
  readonly #options: ProjectionOptions;
  readonly #applications = new ApplicationMap();
  readonly #health = new Map<string, SourceHealth>();
  readonly #writer: ApplicationWriter;
  readonly #stop = new AbortController();
  #watches: readonly Promise<void>[] = [];

  constructor(options: ProjectionOptions) {
    this.#options = options;
    this.#writer = new ApplicationWriter(options);
  }

  /** Reads the last known state, then watches in the background. */
  async start(): Promise<void> {
    const { engines, knex } = this.#options;
    const observed = await readSources(knex);
    for (const [instance, engine] of engines) {
      this.#health.set(
        instance,
        new SourceHealth({
          name: engine.title,
          kind: 'engine',
          observedAt: observed.get(instance),
        }),
      );
    }
    for (const known of await readApplications(knex, [...engines.keys()])) {
      this.#applications.set(known);
    }
    this.#watches = [...engines.values()].map(engine => this.#watch(engine));
  }

  /** Ends all watches and writes what is not written yet. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#watches);
    await this.#writer.finish();
  }

  get(id: ApplicationId): Application | undefined {
    return this.#applications.get(id);
  }

  find(selector: DeploymentSelector): readonly Application[] {
    return this.#applications.find(selector);
  }

  /** Undefined for an instance that is not configured. */
  status(instance: string): SourceStatus | undefined {
    return this.#health.get(instance)?.current;
  }

  get instances(): readonly string[] {
    return [...this.#health.keys()];
  }

  #watch(engine: DeploymentEngine): Promise<void> {
    const { logger, listener, resyncIntervalMs, reconnectDelayMs } =
      this.#options;
    const health = this.#health.get(engine.instance);
    return watchEngine({
      engine,
      signal: this.#stop.signal,
      resyncIntervalMs,
      reconnectDelayMs,
      onEvent: event => {
        const observedAt = new Date().toISOString();
        this.#apply(engine.instance, event);
        this.#writer.observe(engine.instance, observedAt);
        if (health?.arrived(observedAt)) {
          logger.info(`${engine.title} is connected`);
          listener.statusChanged(engine.instance);
        }
      },
      onCut: error => {
        if (health?.failed(error)) {
          logger.warn(
            `${health.current.error}. The last known state stays, and the connection is tried again.`,
          );
          listener.statusChanged(engine.instance);
        }
      },
    });
  }

  #apply(instance: string, event: DeploymentEngineEvent): void {
    switch (event.type) {
      case 'snapshot':
        this.#replace(instance, event.applications);
        break;
      case 'upserted': {
        const held = this.#applications.get(event.application.id);
        if (!held || isNewer(event.application, held)) {
          this.#put(held, event.application);
        }
        break;
      }
      case 'deleted': {
        const held = this.#applications.get(event.id);
        if (held) {
          this.#remove(held);
        }
        break;
      }
      case 'heartbeat':
        break;
      default:
        event satisfies never;
    }
  }

  #replace(instance: string, applications: readonly Application[]): void {
    const present = new Set(applications.map(({ id }) => applicationKey(id)));
    for (const held of this.#applications.ofInstance(instance)) {
      if (!present.has(applicationKey(held.id))) {
        this.#remove(held);
      }
    }
    for (const application of applications) {
      this.#put(this.#applications.get(application.id), application);
    }
  }

  #put(held: Application | undefined, next: Application): void {
    this.#applications.set(next);
    this.#options.listener.observed(next);
    if (held && sameApplication(held, next)) {
      return;
    }
    // A snapshot with a lower version: the engine's own store was rebuilt, and the guard on the version would refuse it.
    if (held && isNewer(held, next)) {
      this.#writer.delete(held, next);
    } else {
      this.#writer.upsert(next);
    }
    this.#options.listener.changed(held, next);
  }

  #remove(held: Application): void {
    this.#applications.delete(held.id);
    this.#writer.delete(held);
    this.#options.listener.changed(held, undefined);
  }
}
