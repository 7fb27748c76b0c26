import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Undo when a later step failed',
    example: stringify({
      steps: [
        {
          id: 'undoProject',
          name: 'Remove the Argo CD project',
          if: '${{ failure() }}',
          action: 'argocd:project:delete',
          input: {
            instance: 'main',
            name: 'orders',
            repoUrl: 'https://gitlab.example.com/shop/orders.git',
          },
        },
      ],
    }),
  },
];
