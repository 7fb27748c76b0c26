import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

export const examples: TemplateExample[] = [
  {
    description: 'A token for the pods of one environment',
    example: stringify({
      steps: [
        {
          id: 'seal',
          name: 'Seal the secrets',
          action: 'sealed-secrets:seal',
          input: {
            environment: 'dev',
            namespace: 'orders-dev',
            name: 'orders-secrets',
            values: { API_TOKEN: '${{ secrets.apiToken }}' },
            path: 'k8s/overlays/dev/sealed-secret.yaml',
          },
        },
      ],
    }),
  },
  {
    description: 'For any name in a namespace, by the URL of the certificate',
    example: stringify({
      steps: [
        {
          id: 'seal',
          name: 'Seal the secrets',
          action: 'sealed-secrets:seal',
          input: {
            certificateUrl: 'https://sealed-secrets.example.com/v1/cert.pem',
            scope: 'namespace-wide',
            namespace: 'orders-dev',
            name: 'orders-secrets',
            values: {
              DATABASE_URL:
                'postgres://orders:${{ secrets.password }}@db/orders',
            },
            path: 'sealed-secret.yaml',
          },
        },
      ],
    }),
  },
];
