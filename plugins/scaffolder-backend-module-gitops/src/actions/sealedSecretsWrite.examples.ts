import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

// The form of a sealed value: 256 bytes for the key, the text, 16 bytes for its tag.
const sealedValue = Buffer.concat([
  Buffer.from([1, 0]),
  Buffer.alloc(256 + 24, 7),
]).toString('base64');

export const examples: TemplateExample[] = [
  {
    description: 'What the form field “GitopsSealedSecrets” gives',
    example: stringify(
      {
        steps: [
          {
            id: 'secrets',
            name: 'Write the sealed secrets',
            action: 'sealed-secrets:write',
            input: {
              sealed: [
                {
                  environment: 'dev',
                  namespace: 'orders-dev',
                  name: 'orders-secrets',
                  scope: 'strict',
                  encryptedData: { API_TOKEN: sealedValue },
                  fingerprint: 'ab'.repeat(32),
                },
              ],
              namespace: 'orders-{environment}',
              name: 'orders-secrets',
              path: 'k8s/overlays/{environment}/sealed-secret.yaml',
            },
          },
        ],
      },
      { lineWidth: 0 },
    ),
  },
];
