import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fs from 'node:fs';
import { promisify } from 'node:util';
import express from 'express';
import * as isomorphicGit from 'isomorphic-git';
import isomorphicHttp from 'isomorphic-git/http/node';
import { GitStore } from './GitStore';
import { createSmartHttp } from './smartHttp';
import type { PushEvent } from './types';

const run = promisify(execFile);
const token = 'glpat-test';

// it starts git many times, which takes a while on a busy machine
jest.setTimeout(30_000);

describe('smart HTTP', () => {
  let dir: string;
  let git: GitStore;
  let server: Server;
  let host: string;
  const pushes: PushEvent[] = [];

  const cli = async (cwd: string, ...args: string[]) => {
    const env = {
      ...git.environment,
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@x',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@x',
    };
    return (await run('git', args, { cwd, env })).stdout.trim();
  };
  const url = (repo: string, user?: string) =>
    `http://${user ? `${user}@` : ''}${host}/${repo}`;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sandbox-http-'));
    git = await GitStore.open(join(dir, 'store'));
    await git.createRepository('demo/open');
    await git.createRepository('demo/closed');
    pushes.length = 0;
    git.onPush(event => pushes.push(event));
    const app = express().use(
      createSmartHttp({
        git,
        visibility: repo =>
          (({ 'demo/open': 'public', 'demo/closed': 'private' }) as const)[
            repo
          ],
        isToken: password => password === token,
      }),
    );
    server = createServer(app).listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await rm(dir, { recursive: true, force: true });
  });

  const seed = (repo: string) =>
    git.commitFiles(
      repo,
      'main',
      [{ action: 'write', path: 'a', content: 'one\n' }],
      { message: 'one', notify: false },
    );

  it('is cloned, pushed to and fetched from by the real git', async () => {
    const first = await seed('demo/open');
    await cli(
      dir,
      'clone',
      '--quiet',
      url('demo/open.git', `oauth2:${token}`),
      'mine',
    );
    await cli(dir, 'clone', '--quiet', url('demo/open.git'), 'theirs');
    const mine = join(dir, 'mine');
    await writeFile(join(mine, 'a'), 'two\n');
    await cli(mine, 'commit', '-qam', 'two');
    await cli(mine, 'push', '--quiet', '-o', 'ci.skip', 'origin', 'main');
    const head = await cli(mine, 'rev-parse', 'HEAD');
    await cli(join(dir, 'theirs'), 'pull', '--quiet');
    expect(await readFile(join(dir, 'theirs', 'a'), 'utf8')).toBe('two\n');
    expect(pushes).toEqual([
      {
        repo: 'demo/open',
        ref: 'refs/heads/main',
        before: first.sha,
        after: head,
        pushOptions: ['ci.skip'],
      },
    ]);
  });

  it('takes a gzipped request and protocol version 0', async () => {
    await seed('demo/open');
    for (let i = 0; i < 40; i += 1) {
      await git.createBranch('demo/open', `branch-${i}`, 'main');
      await git.commitFiles(
        'demo/open',
        `branch-${i}`,
        [{ action: 'write', path: 'a', content: `${i}` }],
        { message: `${i}` },
      );
    }
    await cli(
      dir,
      '-c',
      'protocol.version=0',
      'clone',
      '--quiet',
      url('demo/open.git'),
      'old',
    );
    // enough to negotiate that git compresses the request
    await git.commitFiles(
      'demo/open',
      'main',
      [{ action: 'write', path: 'b', content: '' }],
      { message: 'b' },
    );
    await cli(join(dir, 'old'), 'fetch', '--quiet');
    expect(await cli(join(dir, 'old'), 'show', 'origin/main:b')).toBe('');
  });

  it('takes the first push as the default branch', async () => {
    await cli(dir, 'init', '--quiet', '-b', 'trunk', 'new');
    const work = join(dir, 'new');
    await cli(work, 'commit', '-qm', 'first', '--allow-empty');
    await cli(
      work,
      'push',
      '--quiet',
      url('demo/closed.git', `gitlab-ci-token:${token}`),
      'trunk',
    );
    expect(await git.defaultBranch('demo/closed')).toBe('trunk');
  });

  it('is pushed to by isomorphic-git, as Backstage does', async () => {
    const work = join(dir, 'iso');
    const auth = { fs, dir: work };
    await isomorphicGit.init({ ...auth, defaultBranch: 'main' });
    await writeFile(join(work, 'a'), 'iso\n');
    await isomorphicGit.add({ ...auth, filepath: 'a' });
    await isomorphicGit.commit({
      ...auth,
      message: 'iso',
      author: { name: 'A', email: 'a@x' },
    });
    await isomorphicGit.push({
      ...auth,
      http: isomorphicHttp,
      url: url('demo/open.git'),
      ref: 'main',
      onAuth: () => ({ username: 'oauth2', password: token }),
    });
    expect(await git.readFile('demo/open', 'HEAD', 'a')).toBe('iso\n');
    expect(pushes).toHaveLength(1);
  });

  it.each([
    ['a push without credentials', 'demo/open.git', undefined],
    ['a push with a wrong token', 'demo/open.git', 'oauth2:wrong'],
    ['a push to an unknown repository', 'demo/none.git', `oauth2:${token}`],
  ])('refuses %s and moves nothing', async (_, repo, user) => {
    const { sha } = await seed('demo/open');
    await cli(dir, 'clone', '--quiet', url('demo/open.git'), 'work');
    const work = join(dir, 'work');
    await cli(work, 'commit', '-qm', 'x', '--allow-empty');
    await expect(cli(work, 'push', url(repo, user), 'main')).rejects.toThrow(
      /Authentication failed|could not read Username|not found/,
    );
    expect(await git.resolveRevision('demo/open', 'main')).toBe(sha);
    expect(pushes).toEqual([]);
  });

  it('shows a private repository to nobody without the token', async () => {
    await seed('demo/closed');
    await expect(
      cli(dir, 'clone', url('demo/closed.git'), 'x'),
    ).rejects.toThrow();
    await cli(
      dir,
      'clone',
      '--quiet',
      url('demo/closed.git', `any:${token}`),
      'y',
    );
    expect(await readFile(join(dir, 'y', 'a'), 'utf8')).toBe('one\n');
  });

  it('does not announce a push that git refused', async () => {
    await seed('demo/open');
    await cli(
      dir,
      'clone',
      '--quiet',
      url('demo/open.git', `oauth2:${token}`),
      'work',
    );
    await git.commitFiles(
      'demo/open',
      'main',
      [{ action: 'write', path: 'b', content: '' }],
      { message: 'b', notify: false },
    );
    const work = join(dir, 'work');
    await cli(work, 'commit', '-qm', 'x', '--allow-empty');
    await expect(cli(work, 'push', 'origin', 'main')).rejects.toThrow(
      'rejected',
    );
    expect(pushes).toEqual([]);
  });

  it('sends who forgot the suffix to the right place', async () => {
    await seed('demo/open');
    await cli(dir, 'clone', '--quiet', url('demo/open'), 'z');
    expect(await readFile(join(dir, 'z', 'a'), 'utf8')).toBe('one\n');
  });
});
