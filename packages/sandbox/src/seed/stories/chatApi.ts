import { ago, people } from '../people';
import { failedInTest, passed } from '../pipelineJobs';
import { ServiceStory, type SeedContext } from '../ServiceStory';
import type { SeedService } from '../serviceFiles';

const awaitingProd = {
  status: 'success',
  imageBuilt: true,
  jobs: { 'release-prod': 'manual' },
} as const;

const service: SeedService = {
  name: 'chat-api',
  title: 'Chat API',
  description: 'Answers questions of customers, word by word',
  owner: 'team-chat',
  system: 'assistant',
  tags: ['python', 'fastapi'],
  environments: ['dev', 'staging', 'prod'],
  manualRelease: 'optional',
  rollout: 'removeFirst',
};

/** dev rolls out and is half-way, staging is in sync, prod runs a hotfix that nobody committed. */
export async function chatApi(context: SeedContext): Promise<void> {
  const { ada, ben, cleo } = people;
  const { world } = context;
  const story = await ServiceStory.begin(context, service, {
    since: { days: 6, hours: 3 },
    by: ada,
  });

  const first = await story.commit(ada, 'feat: answer over HTTP', {
    days: 5,
    hours: 7,
  });
  story.pipeline(first, { days: 5, hours: 7 }, passed);
  await story.release('dev', first, { days: 5, hours: 6, minutes: 56 });
  await story.release('staging', first, { days: 5, hours: 6, minutes: 54 });
  await story.release('prod', first, { days: 5, hours: 2 });

  const history = await story.commit(cleo, 'feat: history per user', {
    days: 2,
    hours: 5,
  });
  story.pipeline(history, { days: 2, hours: 5 }, passed);
  await story.release('dev', history, { days: 2, hours: 4, minutes: 56 });
  await story.release('staging', history, { days: 2, hours: 4, minutes: 54 });
  await story.release('prod', history, { days: 2, hours: 1 });

  // synced by hand, else the next commit to the repository would let Argo CD put the hotfix right
  story.syncPolicy('prod', undefined);
  world.gitlab.images.push(story.image('hotfix-2'), {
    at: ago(context.now, { days: 1, hours: 9 }),
  });
  world.cluster.setImage(
    'chat-api-prod',
    'chat-api',
    'app',
    story.image('hotfix-2'),
  );
  await story.settle();

  const limits = await story.commit(cleo, 'feat: rate limits per key', {
    days: 1,
    hours: 8,
  });
  story.pipeline(limits, { days: 1, hours: 8 }, awaitingProd);
  await story.release('dev', limits, { days: 1, hours: 7, minutes: 56 });
  await story.release('staging', limits, { days: 1, hours: 7, minutes: 54 });

  const raised = await story.commit(ada, 'chore: raise limits', {
    days: 1,
    hours: 3,
  });
  story.pipeline(
    raised,
    { days: 1, hours: 3 },
    failedInTest(
      service,
      'FAILED test_limits.py::test_burst - assert 60 <= 50\n1 failed, 41 passed',
    ),
  );

  const pool = await story.commit(ben, 'fix: close pool on shutdown', {
    hours: 3,
    minutes: 10,
  });
  story.pipeline(pool, { hours: 3, minutes: 10 }, awaitingProd);
  await story.release('dev', pool, { hours: 3, minutes: 6 });
  await story.release('staging', pool, { hours: 3, minutes: 4 });

  const stream = await story.commit(
    ada,
    'feat: stream replies over WebSocket',
    { minutes: 8 },
  );
  story.pipeline(
    stream,
    { minutes: 8 },
    {
      status: 'running',
      imageBuilt: true,
      jobs: { 'release-staging': 'running', 'release-prod': 'manual' },
      logs: { 'release-staging': 'Waiting until dev has rolled out…' },
    },
  );
  // the new pods never become ready, so that the roll-out is still under way whenever somebody looks
  world.cluster.misbehave(
    'chat-api-dev',
    story.image(stream.slice(0, 8)),
    'stall',
  );
  await story.release('dev', stream, { minutes: 4 });
}
