import { people } from '../people';
import { passed } from '../pipelineJobs';
import { ServiceStory, type SeedContext } from '../ServiceStory';
import type { SeedService } from '../serviceFiles';

const service: SeedService = {
  name: 'billing',
  title: 'Billing',
  description: 'Writes invoices and sees that they are paid',
  owner: 'team-shop',
  system: 'shop',
  tags: ['python'],
  environments: ['dev', 'staging', 'prod'],
};

/** prod is synced by hand: the last release is in Git, and waits for somebody to press the button. */
export async function billing(context: SeedContext): Promise<void> {
  const { ada, ben } = people;
  const story = await ServiceStory.begin(context, service, {
    since: { days: 6, hours: 8 },
    by: ada,
  });
  const first = await story.commit(ada, 'feat: invoices as PDF', {
    days: 3,
    hours: 4,
  });
  story.pipeline(first, { days: 3, hours: 4 }, passed);
  await story.release('dev', first, { days: 3, hours: 3, minutes: 55 });
  await story.release('staging', first, { days: 3, hours: 3, minutes: 50 });
  await story.release('prod', first, { days: 3, hours: 1 });

  story.syncPolicy('prod', undefined);
  const second = await story.commit(ben, 'feat: reminders after two weeks', {
    hours: 5,
  });
  story.pipeline(second, { hours: 5 }, passed);
  await story.release('dev', second, { hours: 4, minutes: 55 });
  await story.release('staging', second, { hours: 4, minutes: 50 });
  await story.release('prod', second, { hours: 4, minutes: 40 });
}
