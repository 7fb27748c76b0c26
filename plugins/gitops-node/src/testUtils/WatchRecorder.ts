import type { Application } from '@slipway/plugin-gitops-common';
import type { DeploymentEngine, DeploymentEngineEvent } from '../ports';

/** Follows one `watch` and lets a test wait for what should become true. */
export class WatchRecorder {
  readonly events: DeploymentEngineEvent[] = [];
  /** The last state of each application, by name. */
  readonly applications = new Map<string, Application>();
  /** Resolves to the error that ended the watch, or to undefined when it ended quietly. */
  readonly ended: Promise<unknown>;
  readonly #abort = new AbortController();
  readonly #patience: number;
  readonly #listeners = new Set<() => void>();
  #end: { readonly error: unknown } | undefined;

  constructor(engine: DeploymentEngine, patience: number) {
    this.#patience = patience;
    this.ended = this.#follow(engine).then(
      () => undefined,
      (error: unknown) => error,
    );
    void this.ended.then(error => {
      this.#end = { error };
      this.#notify();
    });
  }

  abort(): void {
    this.#abort.abort();
  }

  /** Waits until `holds` is true for the application; the error says how it looked last. */
  async until(
    name: string,
    what: string,
    holds: (application: Application) => boolean,
  ): Promise<Application> {
    return this.waitFor(`${name} ${what}`, () => {
      const application = this.applications.get(name);
      return application && holds(application) ? application : undefined;
    });
  }

  /** Waits until `find` finds something. */
  async waitFor<T>(what: string, find: () => T | undefined): Promise<T> {
    const deadline = Date.now() + this.#patience;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (this.#end) {
        throw new Error(`the watch ended before ${what}: ${this.#end.error}`);
      }
      const left = deadline - Date.now();
      if (left <= 0) {
        const last = JSON.stringify(
          [...this.applications.values()],
          undefined,
          1,
        );
        throw new Error(
          `not within ${this.#patience} ms: ${what}; last seen: ${last}`,
        );
      }
      await this.#nextEvent(left);
    }
  }

  async #follow(engine: DeploymentEngine): Promise<void> {
    for await (const event of engine.watch({ signal: this.#abort.signal })) {
      this.events.push(event);
      if (event.type === 'snapshot') {
        this.applications.clear();
        for (const one of event.applications)
          this.applications.set(one.id.name, one);
      } else if (event.type === 'upserted') {
        this.applications.set(event.application.id.name, event.application);
      } else if (event.type === 'deleted') {
        this.applications.delete(event.id.name);
      }
      this.#notify();
    }
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  async #nextEvent(limit: number): Promise<void> {
    let wake = () => {};
    const event = new Promise<void>(resolve => {
      wake = resolve;
    });
    const timer = setTimeout(wake, limit);
    this.#listeners.add(wake);
    await event;
    clearTimeout(timer);
    this.#listeners.delete(wake);
  }
}
