import type { SourceStatus } from '@slipway/plugin-gitops-common';
import { describeUpstreamError } from '../errors';

/** How fresh the data of one system is. */
export class SourceHealth {
  readonly #name: string;
  readonly #kind: SourceStatus['kind'];
  #state: SourceStatus['state'] = 'connecting';
  #observedAt: string | undefined;
  #error: string | undefined;

  constructor(options: {
    readonly name: string;
    readonly kind: SourceStatus['kind'];
    readonly observedAt?: string;
  }) {
    this.#name = options.name;
    this.#kind = options.kind;
    this.#observedAt = options.observedAt;
  }

  /** Data arrived. Gives whether that changes the state. */
  arrived(observedAt: string): boolean {
    const changed = this.#state !== 'live';
    this.#state = 'live';
    this.#observedAt = observedAt;
    this.#error = undefined;
    return changed;
  }

  /** The system could not be reached, or refused. Gives whether that changes the state. */
  failed(error: unknown): boolean {
    const changed = this.#state !== 'unreachable';
    this.#state = 'unreachable';
    this.#error = describeUpstreamError(this.#name, error);
    return changed;
  }

  get current(): SourceStatus {
    return {
      name: this.#name,
      kind: this.#kind,
      state: this.#state,
      ...(this.#observedAt && { observedAt: this.#observedAt }),
      ...(this.#error && { error: this.#error }),
    };
  }
}
