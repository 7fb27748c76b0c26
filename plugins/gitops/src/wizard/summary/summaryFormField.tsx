import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { SummaryField } from './SummaryField';

const fieldSchema = makeFieldSchema({ output: z => z.null() });

export type SummaryProps = typeof fieldSchema.TProps;

/** `ui:field: GitopsSummary`: what the template `python-gitops-app` will create, in words. @public */
export const summaryFormField = createFormField({
  name: 'GitopsSummary',
  component: SummaryField,
  schema: fieldSchema,
});
