import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'The application of one environment, by Kustomize overlay',
    example: stringify({
      steps: [
        {
          id: 'dev',
          name: 'Create the Argo CD application',
          action: 'argocd:application:apply',
          input: {
            instance: 'main',
            name: 'orders-dev',
            project: 'orders',
            component: 'orders',
            environment: 'dev',
            repoUrl: 'https://gitlab.example.com/shop/orders.git',
            path: 'k8s/overlays/dev',
            targetRevision: 'main',
            namespace: 'orders-dev',
          },
        },
      ],
    }),
  },
  {
    description:
      'A Helm chart in the repository, synced by hand, in another cluster',
    example: stringify({
      steps: [
        {
          id: 'prod',
          name: 'Create the Argo CD application',
          action: 'argocd:application:apply',
          input: {
            instance: 'main',
            name: 'orders-prod',
            project: 'orders',
            repoUrl: 'https://gitlab.example.com/shop/orders.git',
            path: 'chart',
            namespace: 'orders-prod',
            clusterName: 'production',
            helm: {
              releaseName: 'orders',
              valueFiles: ['values-prod.yaml'],
            },
            syncPolicy: { automated: false, options: [] },
          },
        },
      ],
    }),
  },
];
