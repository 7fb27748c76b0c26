import { people } from '../people';
import { failedInTest, passed } from '../pipelineJobs';
import { ServiceStory, type SeedContext } from '../ServiceStory';
import type { SeedService } from '../serviceFiles';

const service: SeedService = {
  name: 'realtime-ml',
  title: 'Realtime ML',
  description:
    'Scores events while they happen: four images that are released together',
  owner: 'team-data',
  system: 'insights',
  tags: ['python', 'machine-learning'],
  environments: ['dev', 'staging'],
  rollout: 'recreate',
  parts: ['worker', 'features', 'ui'],
};

/** The newest build crashes in dev, staging runs the one before, the last pipeline failed in its tests. */
export async function realtimeMl(context: SeedContext): Promise<void> {
  const { ben, cleo } = people;
  const { world } = context;
  const story = await ServiceStory.begin(context, service, {
    since: { days: 5, hours: 4 },
    by: cleo,
  });
  const model = await story.commit(cleo, 'feat: first model', {
    days: 4,
    hours: 3,
  });
  story.pipeline(model, { days: 4, hours: 3 }, passed);
  await story.release('dev', model, { days: 4, hours: 2, minutes: 55 });
  await story.release('staging', model, { days: 4, hours: 2, minutes: 50 });

  const window = await story.commit(cleo, 'feat: sliding windows', {
    days: 2,
    hours: 6,
  });
  story.pipeline(window, { days: 2, hours: 6 }, passed);
  await story.release('dev', window, { days: 2, hours: 5, minutes: 55 });
  await story.release('staging', window, { days: 2, hours: 5, minutes: 50 });

  const memory = await story.commit(ben, 'perf: keep features in memory', {
    days: 1,
    hours: 6,
  });
  story.pipeline(
    memory,
    { days: 1, hours: 6 },
    {
      status: 'failed',
      imageBuilt: true,
      jobs: { 'release-staging': 'failed' },
      logs: {
        'release-staging':
          'dev is not healthy: realtime-ml exceeded its progress deadline',
      },
    },
  );
  world.cluster.misbehave(
    'realtime-ml-dev',
    story.image(memory.slice(0, 8)),
    'crash',
  );
  await story.release('dev', memory, { days: 1, hours: 5, minutes: 55 });

  const fix = await story.commit(ben, 'fix: limit the feature cache', {
    days: 1,
    hours: 2,
  });
  story.pipeline(
    fix,
    { days: 1, hours: 2 },
    failedInTest(
      service,
      'FAILED test_cache.py::test_limit - MemoryError\n1 failed, 87 passed',
    ),
  );
}
