import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { useState } from 'react';
import { ComponentNameField } from '../src/wizard/name/ComponentNameField';
import { validateComponentName } from '../src/wizard/name/validateComponentName';
import { SealedSecretsField } from '../src/wizard/secrets/SealedSecretsField';
import { SummaryField } from '../src/wizard/summary/SummaryField';
import { validateSealedSecrets } from '../src/wizard/secrets/validateSealedSecrets';

const extensions = [
  {
    name: 'GitopsComponentName',
    component: ComponentNameField,
    validation: validateComponentName,
  },
  {
    name: 'GitopsSealedSecrets',
    component: SealedSecretsField,
    validation: validateSealedSecrets,
  },
  { name: 'GitopsSummary', component: SummaryField },
];

/** The fields in the scaffolder's own stepper; what would be sent is shown at the end. */
export function DevWizard() {
  const [sent, setSent] = useState<unknown>();
  return (
    <SecretsContextProvider>
      <Stepper
        extensions={extensions as Parameters<typeof Stepper>[0]['extensions']}
        onCreate={async values => setSent(values)}
        initialState={{
          group: 'shop',
          gitlabHost: 'gitlab.example.com',
          githubOwner: 'shop',
          githubHost: 'github.com',
          argocdInstance: 'main',
        }}
        manifest={{
          title: 'Python GitOps app',
          steps: [
            {
              title: 'Component',
              schema: {
                title: 'Component',
                required: ['name'],
                properties: {
                  name: {
                    title: 'Name',
                    type: 'string',
                    'ui:field': 'GitopsComponentName',
                  },
                  starter: {
                    title: 'Starter',
                    type: 'string',
                    enum: ['fastapi', 'chatbot'],
                    default: 'chatbot',
                    'ui:widget': 'radio',
                  },
                  ci: {
                    title: 'Repository and pipeline',
                    type: 'string',
                    enum: ['gitlab', 'github'],
                    default: 'gitlab',
                    'ui:widget': 'radio',
                  },
                  environments: {
                    title: 'Environments',
                    type: 'array',
                    items: { type: 'string', enum: ['dev', 'staging', 'prod'] },
                    uniqueItems: true,
                    default: ['dev', 'staging', 'prod'],
                    'ui:widget': 'checkboxes',
                  },
                },
              },
            },
            {
              title: 'Secrets',
              schema: {
                title: 'Secrets',
                properties: {
                  secrets: {
                    title: 'Secrets',
                    type: 'object',
                    'ui:field': 'GitopsSealedSecrets',
                    'ui:options': {
                      keys: ['DATABASE_URL'],
                      requiredKeys: {
                        chatbot: ['DATABASE_PASSWORD', 'API_KEYS'],
                      },
                    },
                  },
                },
              },
            },
            {
              title: 'What will be created?',
              schema: {
                title: 'What will be created?',
                properties: {
                  summary: {
                    title: 'Summary',
                    type: 'null',
                    'ui:field': 'GitopsSummary',
                  },
                },
              },
            },
          ],
        }}
      />
      {sent !== undefined && <pre>{JSON.stringify(sent, null, 2)}</pre>}
    </SecretsContextProvider>
  );
}
