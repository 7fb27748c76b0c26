import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { createGitlabServer } from '../createGitlabServer';
import type { GitlabOptions, GitlabWorld } from '../GitlabWorld';

export const TOKEN = 'glpat-sandbox-test';

/** A world that listens on a free port. */
export interface RunningGitlab {
  readonly world: GitlabWorld;
  readonly baseUrl: string;
  readonly host: string;
  readonly dataDir: string;
  /** Calls the API with the token. */
  api(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: any; headers: Headers }>;
  graphql(query: string, variables?: object): Promise<any>;
  /** A Backstage configuration whose GitLab this is. */
  config(): ConfigReader;
  /** Closes the world and opens it again on the same data and port. */
  restart(): Promise<RunningGitlab>;
  stop(): Promise<void>;
}

export async function startGitlab(
  options: Partial<GitlabOptions> & { readonly port?: number } = {},
): Promise<RunningGitlab> {
  const dataDir =
    options.dataDir ?? (await mkdtemp(join(tmpdir(), 'sandbox-gitlab-')));
  const server = createServer();
  server.listen(options.port ?? 0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const baseUrl = `http://${host}`;
  const world = await createGitlabServer({
    speed: 100,
    ...options,
    dataDir,
    token: TOKEN,
    baseUrl,
  });
  server.on('request', world.app as unknown as Parameters<typeof server.on>[1]);
  const close = async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await world.close();
  };
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        'PRIVATE-TOKEN': TOKEN,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      body: isJson ? JSON.parse(text) : text,
      headers: response.headers,
    };
  };
  return {
    world,
    baseUrl,
    host,
    dataDir,
    api: (method, path, body) => call(method, `/api/v4${path}`, body),
    graphql: async (query, variables) =>
      (await call('POST', '/api/graphql', { query, variables })).body,
    config: () =>
      new ConfigReader({
        integrations: {
          gitlab: [
            { host, baseUrl, apiBaseUrl: `${baseUrl}/api/v4`, token: TOKEN },
          ],
        },
      }),
    restart: async () => {
      await close();
      return startGitlab({ ...options, dataDir, port });
    },
    stop: async () => {
      await close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
