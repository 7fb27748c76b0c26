import { argocdActionsContract } from '@slipway/plugin-scaffolder-backend-module-gitops/testUtils';
import { startTestWorld, testToken } from './testWorld';

argocdActionsContract({
  title: 'Argo CD actions on the sandbox',
  patience: 20_000,
  setUp: async () => {
    const world = await startTestWorld();
    const time = setInterval(() => void world.step(), 30);
    const { url } = await world.addRepository('contract/app', 'v1');
    return {
      instance: {
        name: 'sandbox',
        url: world.url,
        credentials: { type: 'token', token: testToken },
        tls: { rejectUnauthorized: true },
      },
      repoUrl: url,
      path: 'k8s/overlays/dev',
      targetRevision: 'main',
      tearDown: async () => {
        clearInterval(time);
        await world.stop();
      },
    };
  },
});
