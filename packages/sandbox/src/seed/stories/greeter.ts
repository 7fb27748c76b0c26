import { people } from '../people';
import { ServiceStory, type SeedContext } from '../ServiceStory';
import type { SeedService } from '../serviceFiles';

const service: SeedService = {
  name: 'greeter',
  title: 'Greeter',
  description: 'Says hello; new, and not released yet',
  owner: 'team-chat',
  system: 'assistant',
  tags: ['python', 'fastapi'],
  environments: ['dev', 'staging', 'prod'],
};

/** Created, but nothing was ever released. */
export async function greeter(context: SeedContext): Promise<void> {
  const story = await ServiceStory.begin(context, service, {
    since: { minutes: 25 },
    by: people.ben,
  });
  await story.settle();
}
