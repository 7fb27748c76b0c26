import { ConfigReader } from '@backstage/config';
import {
  FakeHttpHost,
  type FakeAnswer,
  type SeenRequest,
} from '@slipway/plugin-gitops-node/testUtils';
import { GithubHosts } from '../hosts/GithubHosts';
import { type anApp, fakeApp, installationToken } from './fakeApp';
import { FakeRepo } from './FakeRepo';
import { fakeGraphql } from './fakeGraphql';
import { fakeRest } from './fakeRest';

/** Must never be seen in an error or a log. */
export const canaryToken = 'ghp_canary-7f3a9c';

/** A GitHub in this process: enough of its HTTP API, over real HTTP, to hold the providers against. */
export class FakeGithub extends FakeHttpHost {
  /** Owners that installed the App. */
  readonly installations: string[] = [];
  readonly #repositories = new Map<string, FakeRepo>();
  #id = 100;

  static async start(): Promise<FakeGithub> {
    const github = new FakeGithub();
    await github.listen();
    return github;
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

  protected async answer(request: SeenRequest): Promise<FakeAnswer> {
    const app = fakeApp(this.installations, request.url.split('?')[0]);
    if (app) {
      return app;
    }
    return this.#isKnown(request.authorization)
      ? this.#route(request)
      : { status: 401, json: { message: 'Bad credentials' } };
  }

  #isKnown(authorization: string | undefined): boolean {
    return [canaryToken, ...this.installations.map(installationToken)].some(
      token => authorization === `Bearer ${token}`,
    );
  }

  async #route({
    method,
    url,
    body,
    accept,
  }: SeenRequest): Promise<FakeAnswer> {
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
