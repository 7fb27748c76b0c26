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
          if: '${{ failure() and steps.publish.output.commitHash }}',
          action: 'github:repository:delete',
          input: {
            repoUrl: 'github.example.com?owner=shop&repo=orders',
            commitHash: '4f1d2c3b4a59687786950a1b2c3d4e5f60718293',
          },
        },
      ],
    }),
  },
];
