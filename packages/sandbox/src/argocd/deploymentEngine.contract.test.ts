import {
  ArgocdEngine,
  createArgocdClient,
} from '@slipway/plugin-gitops-backend-module-argocd';
import { deploymentEngineContract } from '@slipway/plugin-gitops-node/testUtils';
import { anApplication, startTestWorld, testToken } from './testWorld';

const imageRepository = 'registry.localhost/contract/app';

deploymentEngineContract({
  title: 'Argo CD engine on the sandbox',
  patience: 10_000,
  setUp: async () => {
    const world = await startTestWorld();
    const time = setInterval(() => void world.step(), 30);
    const client = createArgocdClient({
      name: 'sandbox',
      url: world.url,
      frontendUrl: world.url,
      credentials: { type: 'token', token: testToken },
      tls: { rejectUnauthorized: true },
    });
    for (const tag of ['v1', 'v2', 'hotfix']) {
      world.images.add(`${imageRepository}:${tag}`);
    }
    const commit = async (name: string, tag: string) => {
      const { sha } = await world.git.commitFiles(
        `contract/${name}`,
        'main',
        [
          {
            action: 'write',
            path: 'k8s/overlays/dev/all.yaml',
            content: manifests(name, tag),
          },
        ],
        { message: `release ${tag}` },
      );
      return sha;
    };
    return {
      engine: new ArgocdEngine({ client, pages: world.url }),
      world: {
        imageRepository,
        createApplication: async ({ name, tag, automated }) => {
          await world.git.createRepository(`contract/${name}`);
          const sha = await commit(name, tag);
          const url = `${world.gitlabUrl}/contract/${name}.git`;
          const policy = automated
            ? { automated: { prune: true, selfHeal: true } }
            : {};
          await world.call(
            'POST',
            '/applications',
            anApplication(name, url, policy),
          );
          return sha;
        },
        pushTag: commit,
        hotfix: async (name, tag) =>
          world.cluster.setImage(
            name,
            name,
            'app',
            `${imageRepository}:${tag}`,
          ),
        removeApplication: async name => {
          await world.call('DELETE', `/applications/${name}`);
        },
        cutConnections: async () => world.cutConnections(),
      },
      tearDown: async () => {
        clearInterval(time);
        await world.stop();
      },
    };
  },
});

function manifests(name: string, tag: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  replicas: 2
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: app, image: "${imageRepository}:${tag}"}]}
`;
}
