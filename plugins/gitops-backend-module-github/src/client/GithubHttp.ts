import { ServiceUnavailableError } from '@backstage/errors';
import type {
  GithubCredentialsProvider,
  GithubIntegrationConfig,
} from '@backstage/integration';
import {
  restAddress,
  sleep,
  UpstreamHost,
  withoutToken,
  type CallOptions,
} from '@slipway/plugin-gitops-node';
import type { z } from 'zod';
import { readAnswer, type Answer } from './Answer';
import { errorOfAnswer, limitError } from './errorOfAnswer';
import { graphqlAnswer } from './wire';

/** One call of the REST API. @public */
export interface RestCall extends CallOptions {
  /** `owner/name` or `owner`: whose credentials are used, because a GitHub App has others for each owner. */
  readonly account: string;
  /** Each becomes exactly one segment of the path. */
  readonly segments: readonly string[];
  readonly query?: readonly (readonly [string, string])[];
  /** What is wanted, continuing “GitHub could not …”. */
  readonly purpose: string;
  /** What the credentials need for it, as the settings of a token call it. */
  readonly permission: string;
}

/** One GraphQL query. @public */
export interface GraphqlCall extends CallOptions {
  /** As in a call of the REST API. */
  readonly account: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly purpose: string;
  readonly permission: string;
}

/** @public */
export interface GithubHttpOptions {
  /** Milliseconds that one attempt may take. */
  readonly timeout?: number;
  /** Longest wait, in seconds, that GitHub may ask for before the call fails instead. */
  readonly longestWait?: number;
}

interface Attempt extends CallOptions {
  readonly account: string;
  readonly url: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly accept?: string;
  readonly json?: string;
  readonly purpose: string;
  readonly permission: string;
}

const attempts = 3;
/** What GitHub asks of those whom it tells no time. */
const usualWait = 60;
/** Errors that say that one of several repositories cannot be seen, and leave the others alone. */
const hidden = ['NOT_FOUND', 'FORBIDDEN'];

/**
 * Speaks HTTP with one GitHub host: address, credentials, time-outs, waiting when told to, and errors that name the host.
 * @public
 */
export class GithubHttp {
  readonly #config: GithubIntegrationConfig;
  readonly #credentials: GithubCredentialsProvider;
  readonly #upstream: UpstreamHost;
  readonly #longestWait: number;

  constructor(
    config: GithubIntegrationConfig,
    credentials: GithubCredentialsProvider,
    options: GithubHttpOptions = {},
  ) {
    this.#config = config;
    this.#credentials = credentials;
    this.#upstream = new UpstreamHost({
      name: `GitHub ${config.host}`,
      addressSetting: 'apiBaseUrl under integrations.github',
      timeout: options.timeout ?? 30_000,
    });
    this.#longestWait = options.longestWait ?? 10;
  }

  async getJson<T extends z.ZodTypeAny>(
    call: RestCall,
    schema: T,
  ): Promise<z.output<T>> {
    return (await this.getWithScopes(call, schema)).value;
  }

  /** Also what a classic token may do; undefined for other tokens and for Apps, which do not tell. */
  async getWithScopes<T extends z.ZodTypeAny>(
    call: RestCall,
    schema: T,
  ): Promise<{
    readonly value: z.output<T>;
    readonly scopes: readonly string[] | undefined;
  }> {
    const { body, scopes } = await this.#send({
      ...this.#rest(call),
      method: 'GET',
    });
    return {
      value: this.#upstream.parse<z.output<T>>(body, schema, call.purpose),
      scopes,
    };
  }

  /** A file as it is, rather than wrapped into JSON. */
  async getRaw(call: RestCall): Promise<string> {
    const { body } = await this.#send({
      ...this.#rest(call),
      method: 'GET',
      accept: 'application/vnd.github.raw+json',
    });
    return body;
  }

  /** The answer of a command says nothing that a provider needs. */
  async post(call: RestCall, body?: unknown): Promise<void> {
    await this.#send({
      ...this.#rest(call),
      method: 'POST',
      json: body === undefined ? undefined : JSON.stringify(body),
    });
  }

  async delete(call: RestCall): Promise<void> {
    await this.#send({ ...this.#rest(call), method: 'DELETE' });
  }

  /** Leaves out what cannot be seen; any other error of the query is thrown. */
  async graphql<T extends z.ZodTypeAny>(
    call: GraphqlCall,
    schema: T,
  ): Promise<z.output<T>> {
    const { purpose } = call;
    const { body } = await this.#send({
      ...call,
      url: this.#graphqlUrl(),
      method: 'POST',
      json: JSON.stringify({ query: call.query, variables: call.variables }),
    });
    const answer = this.#upstream.parse(body, graphqlAnswer, purpose);
    const errors = (answer.errors ?? []).filter(
      ({ type, path }) => !(type && hidden.includes(type) && path?.length),
    );
    if (errors.some(({ type }) => type === 'RATE_LIMITED')) {
      throw limitError(this.#upstream.couldNot(purpose));
    }
    if (errors.length > 0) {
      const said = errors
        .map(error => error.message)
        .join('; ')
        .slice(0, 300);
      const token = await this.#tokenOf(call);
      throw new ServiceUnavailableError(
        `${this.#upstream.couldNot(purpose)}: it refused the query. GitHub says: ${withoutToken(said, token)}`,
      );
    }
    return this.#upstream.check<z.output<T>>(answer.data, schema, purpose);
  }

  /** As configured under `integrations.github`. */
  get host(): string {
    return this.#config.host;
  }

  #rest(call: RestCall): Omit<Attempt, 'method'> {
    const base = this.#config.apiBaseUrl ?? '';
    return { ...call, url: restAddress(base, call.segments, call.query) };
  }

  // GitHub Enterprise Server has REST at /api/v3 and GraphQL at /api/graphql; api.github.com has it at /graphql.
  #graphqlUrl(): string {
    const { apiBaseUrl = '' } = this.#config;
    return `${apiBaseUrl.replace(/\/v3$/, '')}/graphql`;
  }

  async #send(attempt: Attempt): Promise<Answer> {
    attempt.signal?.throwIfAborted();
    const token = await this.#tokenOf(attempt);
    for (let left = attempts; ; left--) {
      const answer = await this.#once(attempt, token);
      if (answer.ok) {
        return answer;
      }
      const wait = answer.retryAfter ?? usualWait;
      if (!answer.limited || left === 1 || wait > this.#longestWait) {
        const { host } = this;
        const { purpose, permission } = attempt;
        throw errorOfAnswer({ ...answer, host, token, purpose, permission });
      }
      await sleep(wait * 1000, attempt.signal);
    }
  }

  async #once(attempt: Attempt, token: string | undefined): Promise<Answer> {
    return this.#upstream.attempt(attempt, async signal => {
      const response = await fetch(attempt.url, {
        method: attempt.method,
        // A renamed repository answers reads with a redirect; a command must not silently become a GET.
        redirect: attempt.method === 'GET' ? 'follow' : 'manual',
        headers: {
          Accept: attempt.accept ?? 'application/vnd.github+json',
          'X-GitHub-Api-Version': '2022-11-28',
          ...(token && { Authorization: `Bearer ${token}` }),
          ...(attempt.json && { 'Content-Type': 'application/json' }),
        },
        body: attempt.json,
        signal,
      });
      return readAnswer(response);
    });
  }

  async #tokenOf(call: {
    readonly account: string;
    readonly purpose: string;
  }): Promise<string | undefined> {
    let token: string | undefined;
    try {
      ({ token } = await this.#credentials.getCredentials({
        url: `https://${this.host}/${call.account}`,
      }));
    } catch (error) {
      // Without the cause: what the App's client throws carries its request.
      throw new ServiceUnavailableError(
        `${this.#upstream.couldNot(call.purpose)}: the GitHub App under integrations.github gives no token for it${
          error instanceof Error ? `: ${error.message.slice(0, 300)}` : ''
        }`,
      );
    }
    // fetch refuses such a header with an error that quotes it.
    if (token && !/^[\x21-\x7e]+$/.test(token)) {
      throw new ServiceUnavailableError(
        `${this.#upstream.couldNot(call.purpose)}: the token under integrations.github for ${this.host} is not one word of printable characters`,
      );
    }
    return token;
  }
}
