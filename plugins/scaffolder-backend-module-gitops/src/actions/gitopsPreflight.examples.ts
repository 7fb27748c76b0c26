import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'First step of a template that creates a service',
    example: stringify({
      steps: [
        {
          id: 'preflight',
          name: 'Check that nothing is in the way',
          action: 'gitops:preflight',
          input: {
            name: 'orders',
            repoUrl: 'gitlab.example.com?owner=shop&repo=orders',
            argocdInstance: 'main',
            environments: ['dev', 'staging', 'prod'],
            sealing: true,
          },
        },
      ],
    }),
  },
  {
    description: 'A folder that is proposed to a platform repository',
    example: stringify({
      steps: [
        {
          id: 'preflight',
          name: 'Check that nothing is in the way',
          action: 'gitops:preflight',
          input: {
            name: 'orders',
            repoUrl: 'github.example.com?owner=shop&repo=platform',
            path: 'apps/orders',
            argocdInstance: 'main',
            environments: ['dev', 'staging', 'prod'],
          },
        },
      ],
    }),
  },
  {
    description: 'Names only',
    example: stringify({
      steps: [
        {
          id: 'preflight',
          name: 'Check the name',
          action: 'gitops:preflight',
          input: { name: 'orders' },
        },
      ],
    }),
  },
];
