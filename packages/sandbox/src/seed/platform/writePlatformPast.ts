import { fileWrites, type GitStore } from '../../git';
import type { ImageRegistry } from '../../pipelines';
import { ago, people, releaseBot, type Duration, type Person } from '../people';
import { platformFiles, platformRelease } from '../platformFiles';
import type { PlatformEnvironment, PlatformSite } from './PlatformSite';

/** A Git host as far as a platform repository's past needs one. */
export interface PlatformHost {
  readonly git: GitStore;
  readonly images: ImageRegistry;
  /** Makes the empty repository. */
  readonly create: (createdAt: Date) => Promise<unknown>;
  /** A pipeline of the app that passed and released; `waiting`: all but the release to prod. */
  readonly record: (
    sha: string,
    createdAt: Date,
    outcome: 'passed' | 'waiting',
  ) => void;
  /** Lets Argo CD do what it does about the last commit. */
  readonly settle: (at: Date) => Promise<void>;
}

/** The repository with two releases of its app: the second has not reached prod. */
export async function writePlatformPast(
  site: PlatformSite,
  host: PlatformHost,
  now: Date,
): Promise<void> {
  const write = async (
    files: Readonly<Record<string, string>>,
    message: string,
    author: Person | typeof releaseBot,
    when: Duration,
  ) => {
    const actions = fileWrites(files);
    const { sha } = await host.git.commitFiles(site.slug, 'main', actions, {
      message,
      author,
      date: ago(now, when),
      notify: false,
    });
    return sha;
  };
  const source = `apps/${site.app.name}/src/app.py`;
  const change = async (title: string, author: Person, when: Duration) => {
    const text = await host.git.readFile(site.slug, 'main', source);
    const line = `\n# ${title.replace(/^\w+: /, '')}\n`;
    return write({ [source]: text + line }, title, author, when);
  };
  const release = async (
    sha: string,
    environments: readonly PlatformEnvironment[],
    when: Duration,
  ) => {
    const tag = sha.slice(0, 8);
    const at = ago(now, when);
    host.images.push(`${site.app.image}:${tag}`, { at, commit: sha });
    for (const environment of environments) {
      const message = `release(${environment}) ${site.app.name} ${tag} [skip ci]`;
      const files = platformRelease(site, environment, tag);
      await write(files, message, releaseBot, when);
    }
    await host.settle(at);
  };

  const begun: Duration = { days: 5, hours: 9 };
  await host.create(ago(now, begun));
  const { ada, ben } = people;
  await write(platformFiles(site), 'feat: the platform', ada, begun);
  await host.settle(ago(now, begun));
  const first = await change('feat: mail when shipped', ben, {
    days: 4,
    hours: 1,
  });
  host.record(first, ago(now, { days: 4, hours: 1 }), 'passed');
  await release(first, ['dev', 'staging', 'prod'], { days: 4 });
  const second = await change('feat: write into chats as well', ada, {
    hours: 6,
  });
  host.record(second, ago(now, { hours: 6 }), 'waiting');
  await release(second, ['dev', 'staging'], { hours: 5, minutes: 55 });
}
