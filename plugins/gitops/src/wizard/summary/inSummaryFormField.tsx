import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { InSummaryField } from './InSummaryField';

const fieldSchema = makeFieldSchema({ output: z => z.unknown() });

/**
 * `ui:field: GitopsInSummary`: shows nothing. On the first page it names a property of a later one that is only asked for after
 * some answers: Backstage's review takes the first mention of a property, and is told there to leave it to the summary. It
 * would show such a property by its key, and go on showing it after it stopped to count.
 * @public
 */
export const inSummaryFormField = createFormField({
  name: 'GitopsInSummary',
  component: InSummaryField,
  schema: fieldSchema,
});
