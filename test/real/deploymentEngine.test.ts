import {
  ArgocdEngine,
  createArgocdClient,
} from '@slipway/plugin-gitops-backend-module-argocd';
import { deploymentEngineContract } from '@slipway/plugin-gitops-node/testUtils';
import { anArgocdInstance } from './world/argocdInstance';
import { argocd, kubectl } from './world/realSystems';
import { startCuttableProxy } from './world/startCuttableProxy';
import { startGitHost } from './world/startGitHost';

const imageRepository = 'registry.example.com/contract/app';

const manifests = (name: string, tag: string) =>
  new Map([
    [
      'k8s/deployment.yaml',
      `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  replicas: 2
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
      containers:
        - { name: app, image: '${imageRepository}:${tag}' }
`,
    ],
  ]);

deploymentEngineContract({
  title: 'Argo CD',
  async setUp() {
    const git = await startGitHost();
    const proxy = await startCuttableProxy(argocd.url);
    const people = createArgocdClient(anArgocdInstance());
    const engine = new ArgocdEngine({
      client: createArgocdClient(anArgocdInstance({ url: proxy.url })),
      pages: argocd.url,
    });
    return {
      engine,
      world: {
        imageRepository,
        async createApplication({ name, tag, automated }) {
          const sha = await git.create(name, manifests(name, tag));
          await people.applyApplication({
            metadata: {
              name,
              finalizers: ['resources-finalizer.argocd.argoproj.io'],
            },
            spec: {
              project: 'default',
              source: {
                repoURL: git.cloneUrl(name),
                targetRevision: 'main',
                path: 'k8s',
              },
              destination: {
                server: 'https://kubernetes.default.svc',
                namespace: name,
              },
              syncPolicy: {
                ...(automated && {
                  automated: { prune: true, selfHeal: true },
                }),
                syncOptions: ['CreateNamespace=true'],
              },
            },
          });
          return sha;
        },
        async pushTag(name, tag) {
          const sha = await git.change(
            name,
            manifests(name, tag),
            `release ${tag}`,
          );
          // what a webhook would do
          await people.refreshApplication(name, { project: 'default' });
          return sha;
        },
        async hotfix(name, tag) {
          await kubectl(
            ...['--namespace', name, 'set', 'image', `deployment/${name}`],
            `app=${imageRepository}:${tag}`,
          );
        },
        async removeApplication(name) {
          await people.deleteApplication(name, { project: 'default' });
        },
        cutConnections: async () => proxy.cut(),
      },
      async tearDown() {
        await proxy.stop();
        await git.stop();
      },
    };
  },
});
