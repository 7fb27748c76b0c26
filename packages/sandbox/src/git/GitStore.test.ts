import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitStore } from './GitStore';
import type { FileAction, PushEvent } from './types';

const repo = 'demo/orders';
const message = 'Add things';

describe('GitStore', () => {
  let dir: string;
  let git: GitStore;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sandbox-git-'));
    git = await GitStore.open(dir);
    await git.createRepository(repo);
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const write = (path: string, content: string): FileAction => ({
    action: 'write',
    path,
    content,
  });

  it('writes files with author and date, and reads them back', async () => {
    const date = new Date('2026-03-04T05:06:07Z');
    const commit = await git.commitFiles(
      repo,
      'trunk',
      [
        write('README.md', '# Orders\n'),
        write('k8s/base/ä deployment.yaml', 'kind: Deployment\n'),
        {
          action: 'write',
          path: 'run.sh',
          content: 'true\n',
          executable: true,
        },
      ],
      {
        message: 'Add things\n\nWith a body.',
        author: { name: 'Ada <L>', email: 'ada@example.com' },
        date,
      },
    );
    expect(commit).toMatchObject({
      title: 'Add things',
      message: 'Add things\n\nWith a body.\n',
      authorName: 'Ada L',
      authorEmail: 'ada@example.com',
      parents: [],
    });
    expect(new Date(commit.committedAt)).toEqual(date);
    expect(await git.readFile(repo, 'trunk', 'README.md')).toBe('# Orders\n');
    expect(await git.listFiles(repo, 'HEAD')).toMatchObject([
      { path: 'README.md', type: 'blob', mode: '100644' },
      { path: 'k8s', type: 'tree' },
      { path: 'run.sh', mode: '100755' },
    ]);
    const files = await git.readFiles(repo, commit.shortSha, 'k8s');
    expect([...files].map(([path, text]) => [path, `${text}`])).toEqual([
      ['k8s/base/ä deployment.yaml', 'kind: Deployment\n'],
    ]);
  });

  it('has the first branch as its default, and none before', async () => {
    expect(await git.defaultBranch(repo)).toBeUndefined();
    await git.commitFiles(repo, 'trunk', [write('a', '1')], { message });
    await git.commitFiles(repo, 'other', [write('a', '1')], { message });
    expect(await git.defaultBranch(repo)).toBe('trunk');
  });

  it('refuses a commit on a branch that has moved', async () => {
    const first = await git.commitFiles(repo, 'main', [write('a', '1')], {
      message,
    });
    await git.commitFiles(repo, 'main', [write('a', '2')], { message });
    await expect(
      git.commitFiles(repo, 'main', [write('a', '3')], {
        message,
        expectedHead: first.sha,
      }),
    ).rejects.toThrow('main of demo/orders has moved');
    expect(await git.readFile(repo, 'main', 'a')).toBe('2');
  });

  it('lets exactly one of two simultaneous commits win, and loses none silently', async () => {
    await git.commitFiles(repo, 'main', [write('a', '0')], { message });
    const outcomes = await Promise.allSettled(
      ['1', '2', '3', '4'].map(n =>
        git.commitFiles(repo, 'main', [write(`file-${n}`, n)], { message }),
      ),
    );
    const won = outcomes.filter(({ status }) => status === 'fulfilled').length;
    const log = await git.log(repo, 'main');
    expect(won).toBeGreaterThan(0);
    expect(log).toHaveLength(won + 1);
  });

  it.each<[string, FileAction, string]>([
    [
      'create of a file that is there',
      { action: 'create', path: 'a', content: '' },
      'already exists',
    ],
    [
      'update of a missing file',
      { action: 'update', path: 'b', content: '' },
      "doesn't exist",
    ],
    [
      'delete of a missing file',
      { action: 'delete', path: 'b' },
      "doesn't exist",
    ],
    ['a path that leaves', write('../b', ''), 'not a file path'],
    ['a path into .git', write('.git/config', ''), 'not a file path'],
    ['a path with a line feed', write('a\nb', ''), 'not a file path'],
  ])('refuses %s', async (_, action, reason) => {
    await git.commitFiles(repo, 'main', [write('a', '1')], { message });
    await expect(
      git.commitFiles(repo, 'main', [action], { message }),
    ).rejects.toThrow(reason);
  });

  it('moves, deletes and changes the mode of files', async () => {
    await git.commitFiles(
      repo,
      'main',
      [write('a', '1'), write('b', '2'), write('c', '3')],
      { message },
    );
    await git.commitFiles(
      repo,
      'main',
      [
        { action: 'move', previousPath: 'a', path: 'x/a' },
        { action: 'delete', path: 'b' },
        { action: 'chmod', path: 'c', executable: true },
      ],
      { message },
    );
    const files = await git.listFiles(repo, 'main', { recursive: true });
    expect(files.map(({ path, mode }) => `${mode} ${path}`)).toEqual([
      '100755 c',
      '100644 x/a',
    ]);
    const diff = await git.diff(repo, undefined, 'main');
    expect(diff.map(({ oldPath, newPath }) => [oldPath, newPath])).toEqual([
      ['b', 'b'],
      ['c', 'c'],
      ['a', 'x/a'],
    ]);
  });

  it('compares two revisions, and says when they diverged', async () => {
    const one = await git.commitFiles(repo, 'main', [write('a', '1')], {
      message: 'one',
    });
    const two = await git.commitFiles(repo, 'main', [write('a', '2')], {
      message: 'two',
    });
    await git.commitFiles(repo, 'main', [write('a', '3')], {
      message: 'three',
    });
    const side = await git.commitFiles(repo, 'side', [write('a', '4')], {
      message: 'side',
      startFrom: one.sha,
    });
    const ahead = await git.compare(repo, one.shortSha, 'main');
    expect(ahead.commits.map(({ title }) => title)).toEqual(['three', 'two']);
    expect(ahead.diverged).toBe(false);
    expect(await git.compare(repo, side.sha, two.sha)).toMatchObject({
      diverged: true,
      commits: [{ title: 'two' }],
    });
  });

  it.each([
    '--upload-pack=x',
    'nothing',
    '0123456789012345678901234567890123456789',
    'main..other',
  ])('knows no revision %s', async revision => {
    await git.commitFiles(repo, 'main', [write('a', '1')], { message });
    expect(await git.resolveRevision(repo, revision)).toBeUndefined();
    await expect(git.readFile(repo, revision, 'a')).rejects.toThrow(
      'No revision',
    );
  });

  it.each([
    'orders',
    '../orders',
    'demo/../x',
    'demo/a.git',
    '/demo/x',
    'demo/-x',
  ])('takes %s for no repository name', name =>
    expect(() => git.gitDir(name)).toThrow('is not a repository name'),
  );

  it('tells listeners of every moved ref', async () => {
    const events: PushEvent[] = [];
    git.onPush(event => events.push(event));
    const one = await git.commitFiles(repo, 'main', [write('a', '1')], {
      message,
      pushOptions: ['ci.skip'],
    });
    await git.commitFiles(repo, 'main', [write('a', '2')], {
      message,
      notify: false,
    });
    await git.createBranch(repo, 'side', one.sha);
    await git.deleteBranch(repo, 'side');
    expect(events).toEqual([
      {
        repo,
        ref: 'refs/heads/main',
        before: undefined,
        after: one.sha,
        pushOptions: ['ci.skip'],
      },
      { repo, ref: 'refs/heads/side', after: one.sha, pushOptions: [] },
      { repo, ref: 'refs/heads/side', before: one.sha, pushOptions: [] },
    ]);
  });
});
