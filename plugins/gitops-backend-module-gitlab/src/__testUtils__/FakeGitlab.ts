import { ConfigReader } from '@backstage/config';
import {
  FakeHttpHost,
  type FakeAnswer,
  type SeenRequest,
} from '@slipway/plugin-gitops-node/testUtils';
import { GitlabHosts } from '../hosts/GitlabHosts';
import { FakeProject } from './FakeProject';
import { fakeGraphql } from './fakeGraphql';
import { fakeRest } from './fakeRest';

/** Must never be seen in an error or a log. */
export const canaryToken = 'glpat-canary-7f3a9c';

/** A GitLab in this process: enough of its HTTP API, over real HTTP, to hold the providers against. */
export class FakeGitlab extends FakeHttpHost {
  readonly #projects = new Map<string, FakeProject>();
  #id = 100;

  static async start(): Promise<FakeGitlab> {
    const gitlab = new FakeGitlab();
    await gitlab.listen();
    return gitlab;
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

  protected async answer(request: SeenRequest): Promise<FakeAnswer> {
    return request.authorization === `Bearer ${canaryToken}`
      ? this.#route(request)
      : { status: 401, json: { message: '401 Unauthorized' } };
  }

  async #route({ method, url, body }: SeenRequest): Promise<FakeAnswer> {
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
