import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Last step of a template, after catalog:register',
    example: stringify({
      steps: [
        {
          id: 'await',
          name: 'Wait until the catalog shows it',
          action: 'gitops:component:await',
          input: { entityRef: 'component:default/orders' },
        },
      ],
    }),
  },
  {
    description: 'A catalog that takes its time',
    example: stringify({
      steps: [
        {
          id: 'await',
          name: 'Wait until the catalog shows it',
          action: 'gitops:component:await',
          input: {
            entityRef: 'component:default/orders',
            timeoutSeconds: 180,
          },
        },
      ],
    }),
  },
];
