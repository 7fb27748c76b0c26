import { people } from '../people';
import { passed } from '../pipelineJobs';
import { ServiceStory, type SeedContext } from '../ServiceStory';
import type { SeedService } from '../serviceFiles';

const service: SeedService = {
  name: 'search',
  title: 'Search',
  description: 'Finds products by what people mean',
  owner: 'team-data',
  system: 'shop',
  tags: ['python', 'fastapi'],
  environments: ['dev', 'staging', 'prod'],
  manualRelease: 'blocking',
};

/** The pipeline stands still before prod, until somebody plays the job. */
export async function search(context: SeedContext): Promise<void> {
  const { ada, cleo } = people;
  const story = await ServiceStory.begin(context, service, {
    since: { days: 4, hours: 9 },
    by: cleo,
  });
  const first = await story.commit(cleo, 'feat: search by meaning', {
    days: 3,
    hours: 2,
  });
  story.pipeline(first, { days: 3, hours: 2 }, passed);
  await story.release('dev', first, { days: 3, hours: 1, minutes: 56 });
  await story.release('staging', first, { days: 3, hours: 1, minutes: 54 });
  await story.release('prod', first, { days: 3, hours: 1, minutes: 30 });

  const synonyms = await story.commit(ada, 'feat: synonyms', {
    hours: 1,
    minutes: 30,
  });
  story.pipeline(
    synonyms,
    { hours: 1, minutes: 30 },
    {
      status: 'manual',
      imageBuilt: true,
      jobs: { 'release-prod': 'manual' },
    },
  );
  await story.release('dev', synonyms, { hours: 1, minutes: 26 });
  await story.release('staging', synonyms, { hours: 1, minutes: 24 });
}
