import { ServiceUnavailableError } from '@backstage/errors';
import {
  getGitLabRequestOptions,
  type GitLabIntegration,
} from '@backstage/integration';
import {
  restAddress,
  retryAfterSeconds,
  sleep,
  UpstreamHost,
  withoutToken,
  type CallOptions,
} from '@slipway/plugin-gitops-node';
import type { z } from 'zod';
import { errorOfAnswer } from './errorOfAnswer';
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
  readonly #upstream: UpstreamHost;
  readonly #longestWait: number;

  constructor(integration: GitLabIntegration, options: GitlabHttpOptions = {}) {
    this.#integration = integration;
    this.#upstream = new UpstreamHost({
      name: `GitLab ${integration.config.host}`,
      addressSetting: 'apiBaseUrl under integrations.gitlab',
      timeout: options.timeout ?? 30_000,
    });
    this.#longestWait = options.longestWait ?? 10;
  }

  async getJson<T extends z.ZodTypeAny>(
    call: RestCall,
    schema: T,
  ): Promise<z.output<T>> {
    return this.#upstream.parse<z.output<T>>(
      await this.getText(call),
      schema,
      call.purpose,
    );
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
    const { data, errors } = this.#upstream.parse(
      body,
      graphqlAnswer,
      call.purpose,
    );
    if (errors?.length) {
      const said = errors
        .map(error => error.message)
        .join('; ')
        .slice(0, 300);
      throw new ServiceUnavailableError(
        `${this.#upstream.couldNot(call.purpose)}: it refused the query. GitLab says: ${withoutToken(said, this.#token)}`,
      );
    }
    return this.#upstream.check<z.output<T>>(data, schema, call.purpose);
  }

  /** As configured under `integrations.gitlab`. */
  get host(): string {
    return this.#integration.config.host;
  }

  get #token(): string | undefined {
    return this.#integration.config.token;
  }

  #rest(call: RestCall): Pick<Attempt, 'url' | 'purpose' | 'signal'> {
    const { apiBaseUrl } = this.#integration.config;
    return {
      url: restAddress(apiBaseUrl, call.segments, call.query),
      purpose: call.purpose,
      signal: call.signal,
    };
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
    return this.#upstream.attempt(attempt, async signal => {
      const response = await this.#integration.fetch(attempt.url, {
        method: attempt.method,
        // A moved project answers reads with a redirect; a command must not silently become a GET.
        redirect: attempt.method === 'GET' ? 'follow' : 'manual',
        headers: {
          ...getGitLabRequestOptions(this.#integration.config).headers,
          ...(attempt.json && { 'Content-Type': 'application/json' }),
        },
        body: attempt.json,
        signal,
      });
      return {
        ok: response.ok,
        status: response.status,
        retryAfter: retryAfterSeconds(response.headers.get('Retry-After')),
        body: await response.text(),
      };
    });
  }
}
