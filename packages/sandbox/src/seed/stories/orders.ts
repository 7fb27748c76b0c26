import { people } from '../people';
import { passed } from '../pipelineJobs';
import { sealedSecretFile } from '../sealedSecretFile';
import { ServiceStory, type SeedContext } from '../ServiceStory';
import type { SeedService } from '../serviceFiles';

const service: SeedService = {
  name: 'orders',
  title: 'Orders',
  description: 'Takes orders and follows them to the door',
  owner: 'team-shop',
  system: 'shop',
  tags: ['python', 'fastapi'],
  environments: ['dev', 'staging', 'prod'],
};

/** Everything is where it should be, with a sealed secret in each environment. */
export async function orders(context: SeedContext): Promise<void> {
  const { ada, ben } = people;
  const story = await ServiceStory.begin(context, service, {
    since: { days: 6, hours: 20 },
    by: ben,
  });
  for (const environment of service.environments) {
    await story.addManifest(
      environment,
      'sealed-secret.yaml',
      sealedSecretFile(
        context.world.sealing,
        'orders-secrets',
        `orders-${environment}`,
        {
          DATABASE_PASSWORD: `example-${environment}`,
        },
      ),
      ben,
      `feat: database password for ${environment}, sealed`,
      { days: 6, hours: 19 },
    );
  }
  const releases = [
    { by: ben, title: 'feat: place an order', days: 6, hours: 2 },
    { by: ada, title: 'feat: cancel within an hour', days: 4, hours: 5 },
    { by: ben, title: 'fix: totals with two currencies', days: 2, hours: 9 },
    { by: ada, title: 'feat: notify when shipped', days: 0, hours: 2 },
  ];
  for (const { by, title, days, hours } of releases) {
    const at = (minutes: number) => ({ days, hours, minutes });
    const sha = await story.commit(by, title, at(20));
    story.pipeline(sha, at(20), passed);
    await story.release('dev', sha, at(16));
    await story.release('staging', sha, at(14));
    await story.release('prod', sha, at(6));
  }
}
