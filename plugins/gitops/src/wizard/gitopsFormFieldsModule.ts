import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';

/** The wizard's fields, `GitopsComponentName` and others: the README lists them. @public */
export const gitopsFormFieldsModule = createFrontendModule({
  pluginId: 'scaffolder',
  extensions: [
    FormFieldBlueprint.make({
      name: 'gitops-component-name',
      params: {
        field: () => import('./name').then(m => m.componentNameFormField),
      },
    }),
    FormFieldBlueprint.make({
      name: 'gitops-sealed-secrets',
      params: {
        field: () => import('./secrets').then(m => m.sealedSecretsFormField),
      },
    }),
    FormFieldBlueprint.make({
      name: 'gitops-summary',
      params: {
        field: () => import('./summary').then(m => m.summaryFormField),
      },
    }),
    FormFieldBlueprint.make({
      name: 'gitops-in-summary',
      params: {
        field: () => import('./summary').then(m => m.inSummaryFormField),
      },
    }),
  ],
});
