import { SecretsContextProvider } from '@backstage/plugin-scaffolder-react';
import { Stepper } from '@backstage/plugin-scaffolder-react/alpha';
import { useState } from 'react';
import { ComponentNameField } from '../src/wizard/name/ComponentNameField';
import { validateComponentName } from '../src/wizard/name/validateComponentName';
import { SealedSecretsField } from '../src/wizard/secrets/SealedSecretsField';
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
];

/** Both fields in the scaffolder's own stepper; what would be sent is shown at the end. */
export function DevWizard() {
  const [sent, setSent] = useState<unknown>();
  return (
    <SecretsContextProvider>
      <Stepper
        extensions={extensions as Parameters<typeof Stepper>[0]['extensions']}
        onCreate={async values => setSent(values)}
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
                    'ui:options': { keys: ['DATABASE_URL'] },
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
