import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import type {
  Application,
  ApplicationId,
  PodSummary,
} from '@slipway/plugin-gitops-common';
import type {
  CallOptions,
  DeploymentEngine,
  DeploymentEngineEvent,
} from '@slipway/plugin-gitops-node';

interface Watcher {
  readonly push: (event: DeploymentEngineEvent) => void;
  readonly cut: (error: Error) => void;
}

/** An engine whose world a test turns. */
export class FakeDeploymentEngine implements DeploymentEngine {
  readonly instance: string;
  readonly title: string;
  readonly #watchers = new Set<Watcher>();
  #applications: readonly Application[] = [];
  #outage: Error | undefined;
  /** Images by revision; a revision that is missing is not answered. */
  readonly images = new Map<string, readonly string[] | Error>();
  readonly calls: string[] = [];
  watchCount = 0;

  constructor(instance = 'main', applications: readonly Application[] = []) {
    this.instance = instance;
    this.title = `Argo CD “${instance}”`;
    this.#applications = applications;
  }

  /** From now on the engine refuses, and the watches are cut. */
  goDown(error: Error = new ServiceUnavailableError('connection refused')) {
    this.#outage = error;
    this.cut(error);
  }

  comeBack() {
    this.#outage = undefined;
  }

  cut(error: Error = new ServiceUnavailableError('connection reset')) {
    for (const watcher of [...this.#watchers]) {
      watcher.cut(error);
    }
  }

  send(event: DeploymentEngineEvent) {
    for (const watcher of this.#watchers) {
      watcher.push(event);
    }
  }

  upsert(application: Application) {
    this.setQuietly([
      ...this.#applications.filter(({ id }) => id.name !== application.id.name),
      application,
    ]);
    this.send({ type: 'upserted', application });
  }

  /** Changes the world without telling the watches, as a lossy stream does. */
  setQuietly(applications: readonly Application[]) {
    this.#applications = applications;
  }

  async *watch(options: {
    readonly signal: AbortSignal;
  }): AsyncIterable<DeploymentEngineEvent> {
    this.watchCount += 1;
    if (this.#outage) {
      throw this.#outage;
    }
    const events: DeploymentEngineEvent[] = [
      { type: 'snapshot', applications: this.#applications },
    ];
    let failure: Error | undefined;
    let wake = () => {};
    const nextWake = () =>
      new Promise<void>(resolve => {
        wake = resolve;
      });
    const watcher: Watcher = {
      push: event => {
        events.push(event);
        wake();
      },
      cut: error => {
        failure = error;
        wake();
      },
    };
    const onAbort = () => wake();
    options.signal.addEventListener('abort', onAbort);
    this.#watchers.add(watcher);
    try {
      while (!options.signal.aborted) {
        const event = events.shift();
        if (event) {
          yield event;
        } else if (failure) {
          throw failure;
        } else {
          await nextWake();
        }
      }
    } finally {
      this.#watchers.delete(watcher);
      options.signal.removeEventListener('abort', onAbort);
    }
  }

  async imagesOfRevisions(
    application: Application,
    revisions: readonly string[],
    options?: CallOptions,
  ): Promise<readonly string[]> {
    const revision = revisions.join(',');
    this.calls.push(`images ${application.id.name} ${revision}`);
    const images = this.images.get(revision);
    if (images instanceof Error) {
      throw images;
    }
    if (images) {
      return images;
    }
    return new Promise((_, reject) => {
      options?.signal?.addEventListener('abort', () =>
        reject(new Error('aborted')),
      );
    });
  }

  async pods(id: ApplicationId): Promise<PodSummary> {
    this.calls.push(`pods ${id.name}`);
    this.#refuseWhenDown();
    return { total: 2, ready: 1, byImage: { 'registry/orders:1': 2 } };
  }

  async sync(application: Application): Promise<void> {
    this.calls.push(`sync ${application.id.name}`);
    this.#refuseWhenDown();
  }

  async terminate(application: Application): Promise<void> {
    this.calls.push(`terminate ${application.id.name}`);
    throw new ConflictError('No operation is in progress');
  }

  #refuseWhenDown() {
    if (this.#outage) {
      throw this.#outage;
    }
  }
}
