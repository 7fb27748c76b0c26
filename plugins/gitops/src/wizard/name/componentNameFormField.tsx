import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { ComponentNameField } from './ComponentNameField';
import { validateComponentName } from './validateComponentName';

const fieldSchema = makeFieldSchema({
  output: z => z.string(),
  uiOptions: z =>
    z.object({
      environments: z
        .array(z.string())
        .optional()
        .describe(
          'Environments that get a namespace “<name>-<environment>”; otherwise those of the form or of the app',
        ),
    }),
});

export type ComponentNameProps = typeof fieldSchema.TProps;

/** `ui:field: GitopsComponentName`: a name that Git host, Kubernetes and catalog will all take. @public */
export const componentNameFormField = createFormField({
  name: 'GitopsComponentName',
  component: ComponentNameField,
  schema: fieldSchema,
  validation: validateComponentName,
});
