import type { ProjectRef } from '@slipway/plugin-gitops-common';
import type { RepositoryProvider } from '../ports';

/** What the suite does to the other side. @public */
export interface RepositoryProviderWorld {
  /** A new project with a name of its own. */
  createProject(): Promise<ProjectRef>;
  /**
   * Commits files (by path) and resolves to the full SHA. Without `parent` it continues the default branch; with it, a branch of
   * its own starts at that commit.
   */
  commitFiles(
    project: ProjectRef,
    message: string,
    files: Readonly<Record<string, string>>,
    parent?: string,
  ): Promise<string>;
  /** Addresses that people and engines use for the repository: clone addresses and pages. */
  urlsOf(project: ProjectRef): readonly string[];
  /** A project that does not exist, at the host of the others. */
  unknownProject(): ProjectRef;
}

/** @public */
export interface RepositoryProviderContractOptions {
  /** Called once; `tearDown` once at the end. */
  setUp(): Promise<{
    readonly provider: RepositoryProvider;
    readonly world: RepositoryProviderWorld;
    tearDown?(): Promise<void>;
  }>;
  /** Milliseconds that one case may take; 30,000 by default. */
  readonly timeout?: number;
}

/**
 * What every `RepositoryProvider` promises, as tests. Uses the test runner's globals (`describe`, `it`, `expect`).
 * @public
 */
export function repositoryProviderContract(
  name: string,
  options: RepositoryProviderContractOptions,
): void {
  const timeout = options.timeout ?? 30_000;

  describe(`${name} keeps the contract of a repository provider`, () => {
    let provider: RepositoryProvider;
    let world: RepositoryProviderWorld;
    let tearDown: (() => Promise<void>) | undefined;
    let project: ProjectRef;
    let shas: readonly string[];

    const notFound = expect.objectContaining({ name: 'NotFoundError' });
    const aborted = expect.objectContaining({ name: 'AbortError' });
    const oddPath = 'a folder/über #1?.txt';

    beforeAll(async () => {
      ({ provider, world, tearDown } = await options.setUp());
      project = await world.createProject();
      const one = await world.commitFiles(project, 'One', {
        'VERSION.txt': 'one\n',
        [oddPath]: 'odd\n',
      });
      const two = await world.commitFiles(project, 'Two\n\nWith a body.', {
        'VERSION.txt': 'two\n',
      });
      const three = await world.commitFiles(project, 'Three', {
        'VERSION.txt': 'three\n',
      });
      shas = [one, two, three];
    }, timeout);
    afterAll(async () => tearDown?.());

    const test = (title: string, run: () => Promise<void>) =>
      it(title, run, timeout);

    test('recognises the addresses of its repositories, and no others', async () => {
      const urls = world.urlsOf(project);
      expect(urls.length).toBeGreaterThan(0);
      for (const url of urls) {
        expect([url, provider.projectOf(url)]).toEqual([url, project]);
      }
      for (const url of [
        'https://elsewhere.invalid/shop/orders.git',
        'git@elsewhere.invalid:shop/orders.git',
        'not an address',
        '',
      ]) {
        expect([url, provider.projectOf(url)]).toEqual([url, undefined]);
      }
    });

    test('lists the commits between two revisions, newest first', async () => {
      const [one, two, three] = shas;
      const comparison = await provider.compare(project, one, three);
      expect(comparison.diverged).toBe(false);
      expect(comparison.commits).toMatchObject([
        { sha: three, title: 'Three' },
        { sha: two, title: 'Two' },
      ]);
    });

    test('compares short SHAs', async () => {
      const [one, , three] = shas;
      const comparison = await provider.compare(
        project,
        one.slice(0, 8),
        three.slice(0, 8),
      );
      expect(comparison.diverged).toBe(false);
      expect(comparison.commits).toHaveLength(2);
    });

    test('lists only the commits that changed the folder of a project', async () => {
      const [one, , three] = shas;
      const four = await world.commitFiles(project, 'Four', {
        'apps/orders/a.txt': 'four\n',
      });
      const five = await world.commitFiles(project, 'Five', {
        'VERSION.txt': 'five\n',
      });
      const orders = { ...project, folder: 'apps/orders' };
      const comparison = await provider.compare(orders, one, five);
      expect(comparison.commits.map(({ sha }) => sha)).toEqual([four]);
      expect(await provider.compare(orders, one, three)).toMatchObject({
        commits: [],
        diverged: false,
      });
    });

    test('finds nothing between a revision and itself', async () => {
      expect(await provider.compare(project, shas[1], shas[1])).toMatchObject({
        commits: [],
        diverged: false,
      });
    });

    test('says when the first revision is not an ancestor of the second', async () => {
      const [one, , three] = shas;
      expect(await provider.compare(project, three, one)).toMatchObject({
        commits: [],
        diverged: true,
      });
      const aside = await world.commitFiles(
        project,
        'Aside',
        { 'VERSION.txt': 'aside\n' },
        one,
      );
      const comparison = await provider.compare(project, three, aside);
      expect(comparison.diverged).toBe(true);
      expect(comparison.commits.map(commit => commit.sha)).toEqual([aside]);
    });

    test('reads a commit by full and by short SHA', async () => {
      const [, two] = shas;
      for (const revision of [two, two.slice(0, 8)]) {
        const commit = await provider.commit(project, revision);
        expect(commit).toMatchObject({
          sha: two,
          title: 'Two',
          authorName: expect.stringMatching(/./),
        });
        expect(Date.parse(commit.authoredAt ?? '')).not.toBeNaN();
      }
    });

    test('reads a file as it was at a revision', async () => {
      const [one, , three] = shas;
      expect(await provider.readFile(project, 'VERSION.txt', one)).toBe(
        'one\n',
      );
      expect(await provider.readFile(project, 'VERSION.txt', three)).toBe(
        'three\n',
      );
      expect(await provider.readFile(project, oddPath, three)).toBe('odd\n');
    });

    test('rejects what does not exist', async () => {
      const [one] = shas;
      const nowhere = '0123456789012345678901234567890123456789';
      await expect(provider.compare(project, one, nowhere)).rejects.toEqual(
        notFound,
      );
      await expect(provider.compare(project, nowhere, one)).rejects.toEqual(
        notFound,
      );
      await expect(provider.commit(project, nowhere)).rejects.toEqual(notFound);
      await expect(
        provider.readFile(project, 'missing.txt', one),
      ).rejects.toEqual(notFound);
      await expect(
        provider.readFile(project, '../VERSION.txt', one),
      ).rejects.toBeInstanceOf(Error);
      await expect(
        provider.commit(world.unknownProject(), one),
      ).rejects.toEqual(notFound);
    });

    test('stops when the caller no longer waits', async () => {
      const signal = AbortSignal.abort();
      const [one, , three] = shas;
      await expect(
        provider.compare(project, one, three, { signal }),
      ).rejects.toEqual(aborted);
      await expect(provider.commit(project, one, { signal })).rejects.toEqual(
        aborted,
      );
      await expect(
        provider.readFile(project, 'VERSION.txt', one, { signal }),
      ).rejects.toEqual(aborted);
    });
  });
}
