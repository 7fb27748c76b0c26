import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { ConfigReader } from '@backstage/config';
import { GithubHosts } from '../hosts/GithubHosts';
import { type anApp, fakeApp, installationToken } from './fakeApp';
import { FakeRepo } from './FakeRepo';
import { fakeGraphql } from './fakeGraphql';
import { fakeRest, type FakeAnswer } from './fakeRest';

/** Must never be seen in an error or a log. */
export const canaryToken = 'ghp_canary-7f3a9c';

export interface SeenRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly authorization?: string;
  readonly body: string;
}

/** A GitHub in this process: enough of its HTTP API, over real HTTP, to hold the providers against. */
export class FakeGithub {
  readonly requests: SeenRequest[] = [];
  /** Owners that installed the App. */
  readonly installations: string[] = [];
  readonly #repositories = new Map<string, FakeRepo>();
  readonly #server: Server;
  readonly #planned: FakeAnswer[] = [];
  #id = 100;

  static async start(): Promise<FakeGithub> {
    const github = new FakeGithub();
    github.#server.listen(0, '127.0.0.1');
    await once(github.#server, 'listening');
    return github;
  }

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(error =>
        response.writeHead(500).end(String(error)),
      );
    });
  }

  get host(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `127.0.0.1:${port}`;
  }

  get baseUrl(): string {
    return `http://${this.host}`;
  }

  /** The hosts of a configuration that knows this one only, and github.com as always. */
  hosts({
    timeout,
    longestWait,
    ...credentials
  }: {
    readonly timeout?: number;
    readonly longestWait?: number;
    readonly token?: string;
    readonly apps?: readonly ReturnType<typeof anApp>[];
  } = {}) {
    const integration = { ...this.integration(), ...credentials };
    const github = [JSON.parse(JSON.stringify(integration))];
    return GithubHosts.fromConfig(
      new ConfigReader({ integrations: { github } }),
      { timeout, longestWait },
    );
  }

  integration() {
    return {
      host: this.host,
      apiBaseUrl: `${this.baseUrl}/api/v3`,
      token: canaryToken,
    };
  }

  createRepository(
    path = `shop/repo-${this.#repositories.size}`,
    defaultBranch = 'main',
  ): FakeRepo {
    const repo = new FakeRepo(path, defaultBranch, () => this.#id++);
    this.#repositories.set(path, repo);
    return repo;
  }

  repository(path: string): FakeRepo {
    const repo = this.#repositories.get(path);
    if (!repo) {
      throw new Error(`No repository ${path}`);
    }
    return repo;
  }

  /** The next requests get these answers, in this order. */
  plan(...answers: readonly FakeAnswer[]): void {
    this.#planned.push(...answers);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse) {
    let body = '';
    for await (const chunk of request) {
      body += chunk;
    }
    const { method = 'GET', url = '/' } = request;
    const { authorization, accept } = request.headers;
    this.requests.push({ method, url, authorization, body });
    const { status, headers, json, text, delay } =
      this.#planned.shift() ??
      fakeApp(this.installations, url.split('?')[0]) ??
      (this.#isKnown(authorization)
        ? await this.#route(method, url, body, accept)
        : { status: 401, json: { message: 'Bad credentials' } });
    if (delay) {
      await setTimeout(delay, undefined, { ref: false });
    }
    response
      .writeHead(status, headers)
      .end(text ?? (json === undefined ? '' : JSON.stringify(json)));
  }

  #isKnown(authorization: string | undefined): boolean {
    return [canaryToken, ...this.installations.map(installationToken)].some(
      token => authorization === `Bearer ${token}`,
    );
  }

  async #route(
    method: string,
    url: string,
    body: string,
    accept: string | undefined,
  ): Promise<FakeAnswer> {
    // Split before decoding: an encoded slash must not become a step.
    const [path, query] = url.split('?');
    const segments = path.split('/').slice(1).map(decodeURIComponent);
    if (method === 'POST' && path === '/api/graphql') {
      const json = await fakeGraphql(
        this.#repositories,
        this.baseUrl,
        JSON.parse(body),
      );
      return { status: 200, json };
    }
    const [api, version, repos, owner, name, ...rest] = segments;
    if (api === 'api' && version === 'v3' && repos === 'repos') {
      return fakeRest(
        this.#repositories.get(`${owner}/${name}`),
        this.baseUrl,
        {
          method,
          segments: rest,
          query: new URLSearchParams(query),
          accept,
          body,
        },
      );
    }
    return { status: 404, json: { message: 'Not Found' } };
  }
}
