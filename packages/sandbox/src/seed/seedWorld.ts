import { fileWrites } from '../git';
import type { SandboxWorld } from '../SandboxWorld';
import type { WorldClock } from '../WorldClock';
import { catalogFiles } from './catalogFiles';
import { ago, people } from './people';
import type { SeedContext } from './ServiceStory';
import { billing } from './stories/billing';
import { chatApi } from './stories/chatApi';
import { docsSite } from './stories/docsSite';
import { githubPlatform, platformOnGithub } from './stories/githubPlatform';
import { greeter } from './stories/greeter';
import { orders } from './stories/orders';
import { platform } from './stories/platform';
import { realtimeMl } from './stories/realtimeMl';
import { search } from './stories/search';

const stories = [
  ['chat-api', chatApi],
  ['orders', orders],
  ['realtime-ml', realtimeMl],
  ['billing', billing],
  ['search', search],
  ['greeter', greeter],
  ['docs-site', docsSite],
  ['platform', platform],
] as const;

/** Makes up a past: a week of commits, pipelines and releases of a few components, which ends in states worth looking at. */
export async function seedWorld(options: {
  readonly world: SandboxWorld;
  readonly clock: WorldClock;
  readonly gitlabUrl: string;
  readonly githubUrl: string;
}): Promise<void> {
  const { world, clock, gitlabUrl, githubUrl } = options;
  const now = clock.now();
  const context: SeedContext = {
    world,
    clock,
    gitlabUrl,
    githubUrl,
    now,
  };
  try {
    for (const [, tell] of stories) {
      await tell(context);
    }
    await platformOnGithub(context);
    await addCatalog(context);
  } finally {
    clock.release();
  }
  // roll-outs that got stuck in the past are past their deadline now
  world.cluster.step();
  world.argocd.controller.request();
  await world.argocd.controller.step();
}

async function addCatalog({
  world,
  gitlabUrl,
  githubUrl,
  now,
}: SeedContext): Promise<void> {
  const createdAt = ago(now, { days: 6, hours: 22 });
  await world.gitlab.projects.create({
    namespace: 'demo',
    path: 'catalog',
    description: 'What there is, and whose it is',
    createdAt,
  });
  const files = catalogFiles(
    gitlabUrl,
    stories.map(([name]) => name),
    [`${githubPlatform(githubUrl).url}/blob/main/catalog-info.yaml`],
  );
  await world.gitlab.git.commitFiles(
    'demo/catalog',
    'main',
    fileWrites(files),
    {
      message: 'feat: the catalog',
      author: people.ada,
      date: createdAt,
      notify: false,
    },
  );
}
