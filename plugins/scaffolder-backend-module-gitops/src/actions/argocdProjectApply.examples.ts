import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description:
      'A project for one component: its own repository, into its own namespaces',
    example: stringify({
      steps: [
        {
          id: 'project',
          name: 'Create the Argo CD project',
          action: 'argocd:project:apply',
          input: {
            instance: 'main',
            name: 'orders',
            description: 'Orders of the shop',
            sourceRepos: ['https://gitlab.example.com/shop/orders.git'],
            destinations: [{ namespace: 'orders-*' }],
          },
        },
      ],
    }),
  },
  {
    description: 'A role that lets a group sync, in another cluster',
    example: stringify({
      steps: [
        {
          id: 'project',
          name: 'Create the Argo CD project',
          action: 'argocd:project:apply',
          input: {
            instance: 'main',
            name: 'orders',
            component: 'orders',
            sourceRepos: ['https://gitlab.example.com/shop/orders.git'],
            destinations: [{ name: 'production', namespace: 'orders-prod' }],
            roles: [
              {
                name: 'developer',
                policies: [
                  'p, proj:orders:developer, applications, sync, orders/*, allow',
                ],
                groups: ['shop-team'],
              },
            ],
            annotations: { 'example.com/cost-centre': 'shop' },
          },
        },
      ],
    }),
  },
];
