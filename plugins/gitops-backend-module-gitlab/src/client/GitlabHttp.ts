import { ServiceUnavailableError } from '@backstage/errors';
import {
  getGitLabRequestOptions,
  type GitLabIntegration,
} from '@backstage/integration';
import {
  pathSegment,
  retryAfterSeconds,
  sleep,
  type CallOptions,
} from '@slipway/plugin-gitops-node';
import { z } from 'zod';
import { errorOfAnswer, withoutToken } from './errorOfAnswer';
import { graphqlAnswer } from './wire';

/** One call of the REST API. */
export interface RestCall extends CallOptions {
  /** Each becomes exactly one segment of the path. */
  readonly segments: readonly string[];
  readonly query?: readonly (readonly [string, string])[];
  /** What is wanted, continuing “GitLab could not …”. */
  readonly purpose: string;
}

/** One GraphQL query. */
export interface GraphqlCall extends CallOptions {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly purpose: string;
}

export interface GitlabHttpOptions {
  /** Milliseconds that one attempt may take. */
  readonly timeout?: number;
  /** Longest wait, in seconds, that GitLab may ask for before the call fails instead. */
  readonly longestWait?: number;
}

interface Attempt extends CallOptions {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly json?: string;
  readonly scope: 'read_api' | 'api';
  readonly purpose: string;
}

const attempts = 3;

/** Speaks HTTP with one GitLab host: address, credentials, time-outs, waiting when told to, and errors that name the host. */
export class GitlabHttp {
  readonly #integration: GitLabIntegration;
  readonly #timeout: number;
  readonly #longestWait: number;

  constructor(integration: GitLabIntegration, options: GitlabHttpOptions = {}) {
    this.#integration = integration;
    this.#timeout = options.timeout ?? 30_000;
    this.#longestWait = options.longestWait ?? 10;
  }

  async getJson<T extends z.ZodTypeAny>(
    call: RestCall,
    schema: T,
  ): Promise<z.output<T>> {
    return this.#parse(await this.getText(call), schema, call.purpose);
  }

  async getText(call: RestCall): Promise<string> {
    return this.#send({
      ...this.#rest(call),
      method: 'GET',
      scope: 'read_api',
    });
  }

  /** The answer of a command says nothing that a provider needs. */
  async post(call: RestCall): Promise<void> {
    await this.#send({ ...this.#rest(call), method: 'POST', scope: 'api' });
  }

  async graphql<T extends z.ZodTypeAny>(
    call: GraphqlCall,
    schema: T,
  ): Promise<z.output<T>> {
    const body = await this.#send({
      url: this.#graphqlUrl(),
      method: 'POST',
      json: JSON.stringify({ query: call.query, variables: call.variables }),
      scope: 'read_api',
      purpose: call.purpose,
      signal: call.signal,
    });
    const { data, errors } = this.#parse(body, graphqlAnswer, call.purpose);
    if (errors?.length) {
      const said = errors
        .map(error => error.message)
        .join('; ')
        .slice(0, 300);
      throw new ServiceUnavailableError(
        `GitLab ${this.host} could not ${call.purpose}: it refused the query. GitLab says: ${withoutToken(said, this.#token)}`,
      );
    }
    return this.#check(data, schema, call.purpose);
  }

  /** As configured under `integrations.gitlab`. */
  get host(): string {
    return this.#integration.config.host;
  }

  get #token(): string | undefined {
    return this.#integration.config.token;
  }

  #rest(call: RestCall): Pick<Attempt, 'url' | 'purpose' | 'signal'> {
    const url = new URL(
      `${this.#integration.config.apiBaseUrl}/${call.segments.map(pathSegment).join('/')}`,
    );
    for (const [name, value] of call.query ?? []) {
      url.searchParams.append(name, value);
    }
    return { url: url.toString(), purpose: call.purpose, signal: call.signal };
  }

  // The API may live under another address than the pages, so this follows the API's where it has GitLab's usual form.
  #graphqlUrl(): string {
    const { apiBaseUrl, baseUrl } = this.#integration.config;
    return apiBaseUrl.endsWith('/api/v4')
      ? apiBaseUrl.replace(/v4$/, 'graphql')
      : `${baseUrl}/api/graphql`;
  }

  async #send(attempt: Attempt): Promise<string> {
    for (let left = attempts; ; left--) {
      const answer = await this.#once(attempt);
      if (answer.ok) {
        return answer.body;
      }
      const wait = answer.retryAfter ?? 1;
      if (answer.status !== 429 || left === 1 || wait > this.#longestWait) {
        throw errorOfAnswer({
          host: this.host,
          token: this.#token,
          scope: attempt.scope,
          purpose: attempt.purpose,
          ...answer,
        });
      }
      await sleep(wait * 1000, attempt.signal);
    }
  }

  async #once(attempt: Attempt) {
    attempt.signal?.throwIfAborted();
    const timeout = AbortSignal.timeout(this.#timeout);
    try {
      const response = await this.#integration.fetch(attempt.url, {
        method: attempt.method,
        // A moved project answers reads with a redirect; a command must not silently become a GET.
        redirect: attempt.method === 'GET' ? 'follow' : 'manual',
        headers: {
          ...getGitLabRequestOptions(this.#integration.config).headers,
          ...(attempt.json && { 'Content-Type': 'application/json' }),
        },
        body: attempt.json,
        signal: attempt.signal
          ? AbortSignal.any([attempt.signal, timeout])
          : timeout,
      });
      return {
        ok: response.ok,
        status: response.status,
        retryAfter: retryAfterSeconds(response.headers.get('Retry-After')),
        body: await response.text(),
      };
    } catch (error) {
      attempt.signal?.throwIfAborted();
      throw new ServiceUnavailableError(
        `GitLab ${this.host} could not ${attempt.purpose}: ${
          timeout.aborted
            ? `no answer within ${this.#timeout / 1000} seconds`
            : `it cannot be reached${reasonOf(error)}`
        }`,
        error,
      );
    }
  }

  #parse<T extends z.ZodTypeAny>(
    body: string,
    schema: T,
    purpose: string,
  ): z.output<T> {
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch {
      // The parser's own message would quote the body.
      throw new ServiceUnavailableError(
        `GitLab ${this.host} could not ${purpose}: it did not answer with JSON. Is apiBaseUrl under integrations.gitlab right?`,
      );
    }
    return this.#check(value, schema, purpose);
  }

  #check<T extends z.ZodTypeAny>(
    value: unknown,
    schema: T,
    purpose: string,
  ): z.output<T> {
    const parsed = schema.safeParse(value);
    if (!parsed.success) {
      throw new ServiceUnavailableError(
        `GitLab ${this.host} could not ${purpose}: its answer has an unknown form`,
        parsed.error,
      );
    }
    return parsed.data;
  }
}

/** What the operating system says, such as `ECONNREFUSED`: fetch hides it in its cause. */
function reasonOf(error: unknown): string {
  const reason = z
    .object({ cause: z.object({ code: z.string() }) })
    .safeParse(error);
  return reason.success ? ` (${reason.data.cause.code})` : '';
}
