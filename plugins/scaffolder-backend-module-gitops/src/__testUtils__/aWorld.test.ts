import { readArgocdInstances } from '@slipway/plugin-gitops-backend-module-argocd';
import { argocdActionsContract } from '../testUtils';
import { startWorld } from './aWorld';

argocdActionsContract({
  title: 'the double of these tests',
  setUp: async () => {
    const world = await startWorld();
    const [instance] = readArgocdInstances(world.config);
    return {
      instance,
      repoUrl: 'https://gitlab.example.com/shop/orders.git',
      path: 'k8s/overlays/dev',
      targetRevision: 'main',
      tearDown: world.close,
    };
  },
  skips: { render: 'it has no repository' },
});
