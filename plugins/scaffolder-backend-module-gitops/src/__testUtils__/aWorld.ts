import { createServer, type IncomingMessage } from 'node:http';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import {
  createArgocdClient,
  readArgocdInstances,
} from '@slipway/plugin-gitops-backend-module-argocd';
import { createArgocdInstances } from '../argocd/ArgocdInstances';
import { createGitlabProjects } from '../gitlab/GitlabProjects';
import { argocdAnswer, type StoredObject } from './argocdAnswer';
import {
  githubAnswer,
  type GithubAccounts,
  type StoredGithubRepository,
} from './githubAnswer';
import { createGithubRepositories } from '../github/GithubRepositories';
import {
  gitlabAnswer,
  type StoredContents,
  type StoredRepository,
} from './gitlabAnswer';

/** Values that must never be seen outside of the requests that carry them. */
export const canaries = {
  argocdToken: 'canary-argocd-71c2',
  gitlabToken: 'canary-gitlab-9f30',
  githubToken: 'canary-github-2b8e',
  secret: 'canary-secret-5d1f',
};

export interface WorldRequest {
  readonly method: string;
  /** Decoded path and query. */
  readonly url: string;
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

export interface WorldAnswer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface WorldState {
  readonly projects: Map<string, StoredObject>;
  readonly applications: Map<string, StoredObject>;
  readonly repositories: StoredRepository[];
  readonly groups: string[];
  gitlabContents: StoredContents;
  readonly githubRepositories: StoredGithubRepository[];
  readonly github: GithubAccounts;
  certificatePem: string;
  /** Answers before anything else does. */
  intercept?: (request: WorldRequest) => WorldAnswer | undefined;
}

/** Argo CD, GitLab, GitHub and a sealed-secrets controller over real HTTP, as far as the actions use them. */
export async function startWorld() {
  const state: WorldState = {
    projects: new Map(),
    applications: new Map(),
    repositories: [],
    groups: ['shop'],
    gitlabContents: { branches: ['main'], paths: [] },
    githubRepositories: [],
    github: {
      viewer: 'ci',
      owners: new Map([
        ['shop', 'Organization'],
        ['ci', 'User'],
        ['ada', 'User'],
      ]),
      role: 'member',
      membersMayCreate: true,
    },
    certificatePem: '',
  };
  const requests: WorldRequest[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) {
      chunks.push(chunk);
    }
    const { pathname, searchParams } = new URL(req.url ?? '/', 'http://world');
    const text = Buffer.concat(chunks).toString();
    const request: WorldRequest = {
      method: req.method ?? 'GET',
      url: req.url ?? '/',
      path: pathname.split('/').slice(1).map(decodeURIComponent),
      query: searchParams,
      headers: req.headers,
      body: text ? JSON.parse(text) : undefined,
    };
    requests.push(request);
    const answer =
      state.intercept?.(request) ??
      argocdAnswer(state, request) ??
      gitlabAnswer(state, request) ??
      githubAnswer(state, request) ??
      (request.path.join('/') === 'v1/cert.pem'
        ? { body: state.certificatePem }
        : { status: 404, body: {} });
    res.statusCode = answer.status ?? 200;
    res.setHeaders(new Map(Object.entries(answer.headers ?? {})));
    res.end(
      typeof answer.body === 'string'
        ? answer.body
        : JSON.stringify(answer.body ?? {}),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const url = `http://127.0.0.1:${port}`;
  const config = new ConfigReader({
    argocd: {
      appLocatorMethods: [
        {
          type: 'config',
          instances: [
            {
              name: 'main',
              url: `${url}/argocd`,
              frontendUrl: 'https://argocd.example.com',
              token: canaries.argocdToken,
            },
          ],
        },
      ],
    },
    integrations: {
      github: [
        {
          host: 'github.example.com',
          apiBaseUrl: `${url}/github/api/v3`,
          token: canaries.githubToken,
        },
      ],
      gitlab: [
        {
          host: 'gitlab.example.com',
          baseUrl: 'https://gitlab.example.com',
          apiBaseUrl: `${url}/api/v4`,
          token: canaries.gitlabToken,
        },
      ],
    },
  });
  const integrations = ScmIntegrations.fromConfig(config);
  return {
    url,
    state,
    requests,
    /** What changed something. */
    writes: () =>
      requests
        .filter(({ method }) => method !== 'GET')
        .map(({ method, url: target }) => `${method} ${target}`),
    config,
    integrations,
    projects: createGitlabProjects(integrations),
    repositories: createGithubRepositories(integrations),
    instances: createArgocdInstances(
      readArgocdInstances(config),
      createArgocdClient,
    ),
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;
