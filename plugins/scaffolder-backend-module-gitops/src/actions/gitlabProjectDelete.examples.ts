import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'Undo when a later step failed',
    example: stringify({
      steps: [
        {
          id: 'undoRepository',
          name: 'Remove the repository',
          if: '${{ failure() and steps.publish.output.projectId }}',
          action: 'gitlab:project:delete',
          input: {
            repoUrl: 'gitlab.example.com?owner=shop&repo=orders',
            projectId: 42,
          },
        },
      ],
    }),
  },
];
