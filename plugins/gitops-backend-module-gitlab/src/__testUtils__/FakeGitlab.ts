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
import { GitlabHosts } from '../hosts/GitlabHosts';
import { FakeProject } from './FakeProject';
import { fakeGraphql } from './fakeGraphql';
import { fakeRest, type FakeAnswer } from './fakeRest';

/** Must never be seen in an error or a log. */
export const canaryToken = 'glpat-canary-7f3a9c';

export interface SeenRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly authorization?: string;
  readonly body: string;
}

/** A GitLab in this process: enough of its HTTP API, over real HTTP, to hold the providers against. */
export class FakeGitlab {
  readonly requests: SeenRequest[] = [];
  readonly #projects = new Map<string, FakeProject>();
  readonly #server: Server;
  readonly #planned: FakeAnswer[] = [];
  #id = 100;

  static async start(): Promise<FakeGitlab> {
    const gitlab = new FakeGitlab();
    gitlab.#server.listen(0, '127.0.0.1');
    await once(gitlab.#server, 'listening');
    return gitlab;
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

  /** The hosts of a configuration that knows this one only, and gitlab.com as always. */
  hosts(
    options: { readonly timeout?: number; readonly longestWait?: number } = {},
  ) {
    return GitlabHosts.fromConfig(
      new ConfigReader({ integrations: { gitlab: [this.integration()] } }),
      options,
    );
  }

  integration() {
    return {
      host: this.host,
      baseUrl: this.baseUrl,
      apiBaseUrl: `${this.baseUrl}/api/v4`,
      token: canaryToken,
    };
  }

  createProject(
    path = `shop/project-${this.#projects.size}`,
    defaultBranch = 'main',
  ): FakeProject {
    const project = new FakeProject(path, defaultBranch, () => this.#id++);
    this.#projects.set(path, project);
    return project;
  }

  project(path: string): FakeProject {
    const project = this.#projects.get(path);
    if (!project) {
      throw new Error(`No project ${path}`);
    }
    return project;
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
    const { authorization } = request.headers;
    this.requests.push({ method, url, authorization, body });
    const { status, headers, json, text, delay } =
      this.#planned.shift() ??
      (authorization === `Bearer ${canaryToken}`
        ? await this.#route(method, url, body)
        : { status: 401, json: { message: '401 Unauthorized' } });
    if (delay) {
      await setTimeout(delay, undefined, { ref: false });
    }
    response
      .writeHead(status, headers)
      .end(text ?? (json === undefined ? '' : JSON.stringify(json)));
  }

  async #route(method: string, url: string, body: string): Promise<FakeAnswer> {
    // Split before decoding: an encoded slash must not become a step.
    const [path, query] = url.split('?');
    const segments = path.split('/').slice(1).map(decodeURIComponent);
    if (method === 'POST' && path === '/api/graphql') {
      const json = await fakeGraphql(
        this.#projects,
        this.baseUrl,
        JSON.parse(body),
      );
      return { status: 200, json };
    }
    const [api, version, projects, name, ...rest] = segments;
    if (api === 'api' && version === 'v4' && projects === 'projects') {
      return fakeRest(
        this.#projects.get(name),
        method,
        rest,
        new URLSearchParams(query),
      );
    }
    return { status: 404, json: { error: '404 Not Found' } };
  }
}
