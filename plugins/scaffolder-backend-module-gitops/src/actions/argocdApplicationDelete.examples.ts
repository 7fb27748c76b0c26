import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Undo when a later step failed',
    example: stringify({
      steps: [
        {
          id: 'undoDev',
          name: 'Remove the Argo CD application',
          if: '${{ failure() }}',
          action: 'argocd:application:delete',
          input: {
            instance: 'main',
            name: 'orders-dev',
            component: 'orders',
            repoUrl: 'https://gitlab.example.com/shop/orders.git',
          },
        },
      ],
    }),
  },
];
