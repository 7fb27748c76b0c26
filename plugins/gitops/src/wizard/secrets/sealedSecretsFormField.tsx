import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { SealedSecretsField } from './SealedSecretsField';
import { validateSealedSecrets } from './validateSealedSecrets';

const fieldSchema = makeFieldSchema({
  output: z =>
    z.object({
      fingerprint: z
        .string()
        .optional()
        .describe('SHA-256 of the certificate that sealed, hexadecimal'),
      keys: z.array(z.string()),
      sealed: z.array(
        z.object({
          environment: z.string(),
          namespace: z.string(),
          name: z.string(),
          encryptedData: z.record(z.string()),
        }),
      ),
    }),
  uiOptions: z =>
    z.object({
      environments: z
        .array(z.string())
        .optional()
        .describe('Otherwise those of the form, or of the app'),
      nameField: z
        .string()
        .optional()
        .describe('Field with the component’s name. Default: name'),
      keys: z
        .array(z.string())
        .optional()
        .describe('Keys to offer, for example what the starter could use'),
      requiredKeys: z
        .union([z.array(z.string()), z.record(z.array(z.string()))])
        .optional()
        .describe(
          'Keys that must be given for every environment: a list, or a list for each value of the field starter',
        ),
    }),
});

export type SealedSecretsProps = typeof fieldSchema.TProps;

/** `ui:field: GitopsSealedSecrets`: secrets that are sealed before they leave the page. @public */
export const sealedSecretsFormField = createFormField({
  name: 'GitopsSealedSecrets',
  component: SealedSecretsField,
  schema: fieldSchema,
  validation: validateSealedSecrets,
});
