import { ServiceUnavailableError } from '@backstage/errors';
import type { CallOptions } from '../ports';

/** @public */
export interface UpstreamHostOptions {
  /** As errors call it, for example `GitLab gitlab.com`. */
  readonly name: string;
  /** Where its address is configured, for example `apiBaseUrl under integrations.gitlab`. */
  readonly addressSetting: string;
  /** Milliseconds that one attempt may take. */
  readonly timeout: number;
}

/** @public */
export interface UpstreamCall extends CallOptions {
  /** What is wanted, continuing “… could not”. */
  readonly purpose: string;
}

/** What a schema of zod is, whichever version of zod made it. @public */
export interface AnswerSchema<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: Error };
}

/** What all calls of one other system have in common: a time limit, and errors that name the system and the purpose. @public */
export class UpstreamHost {
  readonly #options: UpstreamHostOptions;

  constructor(options: UpstreamHostOptions) {
    this.#options = options;
  }

  /** How an error begins. */
  couldNot(purpose: string): string {
    return `${this.#options.name} could not ${purpose}`;
  }

  /**
   * One attempt. `send` has to stop when its signal aborts. Rejects with the reason of the caller's signal when that aborted,
   * and with `ServiceUnavailableError` for everything else that `send` throws.
   */
  async attempt<T>(
    { purpose, signal }: UpstreamCall,
    send: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    const limit = this.#options.timeout;
    const timeout = AbortSignal.timeout(limit);
    try {
      return await send(signal ? AbortSignal.any([signal, timeout]) : timeout);
    } catch (error) {
      signal?.throwIfAborted();
      throw new ServiceUnavailableError(
        `${this.couldNot(purpose)}: ${
          timeout.aborted
            ? `no answer within ${limit / 1000} seconds`
            : `it cannot be reached${reasonOf(error)}`
        }`,
        error,
      );
    }
  }

  /** Reads a body as JSON of a known form. */
  parse<T>(body: string, schema: AnswerSchema<T>, purpose: string): T {
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch {
      // The parser's own message would quote the body.
      throw new ServiceUnavailableError(
        `${this.couldNot(purpose)}: it did not answer with JSON. Is ${this.#options.addressSetting} right?`,
      );
    }
    return this.check(value, schema, purpose);
  }

  check<T>(value: unknown, schema: AnswerSchema<T>, purpose: string): T {
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      throw new ServiceUnavailableError(
        `${this.couldNot(purpose)}: its answer has an unknown form`,
        parsed.error,
      );
    }
    return parsed.data;
  }
}

/** What the operating system says, such as `ECONNREFUSED`: fetch hides it in its cause. */
function reasonOf(error: unknown): string {
  const code = property(property(error, 'cause'), 'code');
  return typeof code === 'string' ? ` (${code})` : '';
}

function property(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null
    ? Reflect.get(of, name)
    : undefined;
}
