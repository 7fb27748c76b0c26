import {
  type Application,
  type DeploymentEvent,
  revisionsToResolve,
} from '@slipway/plugin-gitops-common';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { within } from '../concurrency';
import {
  readDeploymentEvents,
  type StoredDeploymentEvent,
  updateEventImages,
} from '../database';
import type { RevisionImages } from '../images';
import { compareText } from '../matching';

const shown = 20;
/** Older ones are not worth the engine's time. */
const resolvedPerView = 5;
/** How long after a deployment what runs is what was deployed, if the engine then says that all is well. */
const settledMs = 2 * 60_000;

/** The deployments of applications, with the images of those whose revisions are known. */
export class DeploymentEventReader {
  readonly #knex: Knex;
  readonly #logger: LoggerService;
  readonly #images: RevisionImages;
  readonly #environmentOf: (application: Application) => string | undefined;
  readonly #onLate: (application: Application) => void;

  /** `onLate` is called when images that an answer had to do without have arrived. */
  constructor(options: {
    readonly knex: Knex;
    readonly logger: LoggerService;
    readonly images: RevisionImages;
    readonly environmentOf: (application: Application) => string | undefined;
    readonly onLate: (application: Application) => void;
  }) {
    this.#knex = options.knex;
    this.#logger = options.logger;
    this.#images = options.images;
    this.#environmentOf = options.environmentOf;
    this.#onLate = options.onLate;
  }

  /** Newest first for each application. Takes no longer than the budget for images that are not in the log yet. */
  async read(
    applications: readonly Application[],
    budgetMs: number,
  ): Promise<readonly DeploymentEvent[]> {
    const events = await Promise.all(
      applications.map(application => this.#read(application, budgetMs)),
    );
    return events.flat();
  }

  async #read(
    application: Application,
    budgetMs: number,
  ): Promise<readonly DeploymentEvent[]> {
    const events = withHistory(
      application,
      await readDeploymentEvents(this.#knex, application.id, shown),
    );
    const imageless = events
      .slice(0, resolvedPerView)
      .filter(event => !event.images && event.revisions.length > 0);
    const filling = this.#fill(application, imageless, events[0]);
    const filled = await within(budgetMs, filling);
    if (!filled) {
      void filling.then(late => late.size > 0 && this.#onLate(application));
    }
    // The configuration of today decides, where the application is still there to be asked.
    const environment = this.#environmentOf(application);
    return events.map(event => ({
      ...toEvent(event, filled?.get(event)),
      ...(environment && { environment }),
    }));
  }

  /** Never rejects. */
  async #fill(
    application: Application,
    events: readonly StoredDeploymentEvent[],
    newest: StoredDeploymentEvent | undefined,
  ): Promise<ReadonlyMap<StoredDeploymentEvent, readonly string[]>> {
    const filled = new Map<StoredDeploymentEvent, readonly string[]>();
    await Promise.all(
      events.map(async event => {
        const images =
          event === newest && hasSettled(application, event)
            ? application.liveImages
            : await this.#fetch(application, event);
        if (images) {
          filled.set(event, images);
          await this.#store(event, images);
        }
      }),
    );
    return filled;
  }

  async #fetch(
    application: Application,
    event: StoredDeploymentEvent,
  ): Promise<readonly string[] | undefined> {
    const result = await this.#images.get(application, event.revisions);
    return result.state === 'known' ? result.images : undefined;
  }

  async #store(
    event: StoredDeploymentEvent,
    images: readonly string[],
  ): Promise<void> {
    try {
      await updateEventImages(this.#knex, event, images);
    } catch (error) {
      this.#logger.warn(
        `The images of a deployment could not be written to the log: ${error}`,
      );
    }
  }
}

/** The log is written behind the stream: what the engine says already, and the log not yet, belongs to the answer. */
function withHistory(
  application: Application,
  stored: readonly StoredDeploymentEvent[],
): readonly StoredDeploymentEvent[] {
  const logged = new Set(stored.map(eventKey));
  const unlogged = application.history
    .map(entry => ({
      application: application.id,
      historyId: entry.id,
      revisions: entry.revisions,
      deployedAt: entry.deployedAt,
    }))
    .filter(event => !logged.has(eventKey(event)));
  return unlogged.length === 0
    ? stored
    : [...stored, ...unlogged].sort(newestFirst).slice(0, shown);
}

function eventKey(event: StoredDeploymentEvent): string {
  return `${event.deployedAt} ${event.historyId}`;
}

function newestFirst(
  a: StoredDeploymentEvent,
  b: StoredDeploymentEvent,
): number {
  return compareText(b.deployedAt, a.deployedAt) || b.historyId - a.historyId;
}

function hasSettled(
  application: Application,
  event: StoredDeploymentEvent,
): boolean {
  const { sync, liveImages } = application;
  const age = Date.parse(application.observedAt) - Date.parse(event.deployedAt);
  return (
    age > settledMs &&
    sync.state === 'synced' &&
    liveImages.length > 0 &&
    !revisionsToResolve(application).desired
  );
}

function toEvent(
  event: StoredDeploymentEvent,
  filled: readonly string[] | undefined,
): DeploymentEvent {
  const { instance, namespace, name } = event.application;
  const [revision = ''] = event.revisions;
  return {
    instance,
    application: name,
    ...(namespace && { namespace }),
    historyId: event.historyId,
    ...(event.environment && { environment: event.environment }),
    revision,
    images: event.images ?? filled ?? [],
    deployedAt: event.deployedAt,
  };
}
