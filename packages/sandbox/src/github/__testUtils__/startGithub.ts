import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { ParameterStore } from '../../cluster';
import { fileWrites } from '../../git';
import { ImageRegistry } from '../../pipelines';
import { ImageRepositories } from '../../pipelines/ImageRepositories';
import { createGithubServer } from '../createGithubServer';
import type { GithubOptions, GithubWorld } from '../GithubWorld';
import type { Repository } from '../model/Repositories';

export const TOKEN = 'ghp-sandbox-test';

/** A world that listens on a free port. */
export interface RunningGithub {
  readonly world: GithubWorld;
  readonly images: ImageRegistry;
  readonly errors: readonly unknown[];
  readonly baseUrl: string;
  readonly host: string;
  /** Calls the API with the token. */
  api(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: any; headers: Headers }>;
  graphql(query: string, variables?: object): Promise<any>;
  /** A repository of `demo` with these files on `main`; its first push is heard of. */
  repository(
    name: string,
    files: Readonly<Record<string, string>>,
  ): Promise<Repository>;
  /** One more commit on `main`. */
  push(
    name: string,
    files: Readonly<Record<string, string>>,
    message?: string,
  ): Promise<string>;
  /** A Backstage configuration whose GitHub this is. */
  config(): ConfigReader;
  /** Closes the world and opens it again on the same data and port. */
  restart(): Promise<RunningGithub>;
  stop(): Promise<void>;
}

export async function startGithub(
  options: Partial<GithubOptions> & { readonly port?: number } = {},
): Promise<RunningGithub> {
  const dataDir =
    options.dataDir ?? (await mkdtemp(join(tmpdir(), 'sandbox-github-')));
  const server = createServer();
  server.listen(options.port ?? 0, '127.0.0.1');
  await new Promise(resolve => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const baseUrl = `http://${host}`;
  const images = ImageRegistry.open(join(dataDir, 'images.json'));
  const errors: unknown[] = [];
  const world = await createGithubServer({
    speed: 100,
    images,
    imageRepositories: new ImageRepositories(join(dataDir, 'ecr.json')),
    parameters: new ParameterStore(),
    onError: error => errors.push(error),
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
    images.close();
  };
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${TOKEN}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      body: isJson && text ? JSON.parse(text) : text,
      headers: response.headers,
    };
  };
  const push: RunningGithub['push'] = async (
    name,
    files,
    message = 'feat: x',
  ) => {
    const commit = await world.git.commitFiles(
      `demo/${name}`,
      'main',
      fileWrites(files),
      { message },
    );
    await world.runs.settled();
    return commit.sha;
  };
  return {
    world,
    images,
    errors,
    baseUrl,
    host,
    push,
    api: (method, path, body) => call(method, `/api/v3${path}`, body),
    graphql: async (query, variables) =>
      (await call('POST', '/api/graphql', { query, variables })).body,
    repository: async (name, files) => {
      const made = await world.repositories.create({ owner: 'demo', name });
      await push(name, files);
      return made;
    },
    config: () =>
      new ConfigReader({
        integrations: {
          github: [{ host, apiBaseUrl: `${baseUrl}/api/v3`, token: TOKEN }],
        },
      }),
    restart: async () => {
      await close();
      return startGithub({ ...options, dataDir, port });
    },
    stop: async () => {
      await close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
