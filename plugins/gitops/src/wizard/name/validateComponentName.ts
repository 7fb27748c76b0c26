import { configApiRef, type ApiHolder } from '@backstage/core-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { checkComponentName } from '@slipway/plugin-gitops-common';
import type { FieldErrors } from '../FieldErrors';
import { readFormEnvironments } from '../readFormEnvironments';

/** Refuses what some system would refuse later, and what the catalog already has. */
export async function validateComponentName(
  name: string,
  field: FieldErrors,
  context: {
    readonly apiHolder: ApiHolder;
    readonly formData: unknown;
    readonly uiSchema?: { readonly 'ui:options'?: { environments?: unknown } };
  },
): Promise<void> {
  const { apiHolder, formData, uiSchema } = context;
  const environments = readFormEnvironments({
    option: uiSchema?.['ui:options']?.environments,
    formData,
    config: apiHolder.get(configApiRef),
  });
  const problem = checkComponentName(name, { environments });
  if (problem) {
    field.addError(problem);
    return;
  }
  const entityRef = stringifyEntityRef({ kind: 'component', name });
  let existing;
  try {
    existing = await apiHolder.get(catalogApiRef)?.getEntityByRef(entityRef);
  } catch {
    // A catalog that does not answer is no reason to refuse the name: creating the entity would say so again.
    return;
  }
  if (existing) {
    field.addError(
      `The catalog already has a component called “${name}”: choose another name.`,
    );
  }
}
