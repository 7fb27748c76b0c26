import type { SeedContext } from './ServiceStory';

/** Time passes until nothing more happens to these applications, at most a minute. */
export async function settleApplications(
  { world, clock }: SeedContext,
  names: readonly string[],
): Promise<void> {
  const { controller, store } = world.argocd;
  names.forEach(name => controller.request(name));
  await controller.settle();
  let before = '';
  for (let second = 0, quiet = 0; second < 60 && quiet < 3; second++) {
    clock.advance(1000);
    world.cluster.step();
    await controller.step();
    quiet = store.resourceVersion === before ? quiet + 1 : 0;
    before = store.resourceVersion;
  }
}
