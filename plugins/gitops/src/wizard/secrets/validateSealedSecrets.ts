import { configApiRef, type ApiHolder } from '@backstage/core-plugin-api';
import type { FieldErrors } from '../FieldErrors';
import { readFormEnvironments } from '../readFormEnvironments';
import { readRequiredKeys } from './readRequiredKeys';
import { readSealedSecretsData } from './SealedSecretsData';
import { readComponentName } from './readComponentName';
import { whyNotUsable } from './whyNotUsable';

/** Refuses to go on without what is required, or with values that are not sealed, or were sealed for another name. */
export function validateSealedSecrets(
  data: unknown,
  field: FieldErrors,
  context: {
    readonly apiHolder: ApiHolder;
    readonly formData: unknown;
    readonly uiSchema?: {
      readonly 'ui:options'?: {
        environments?: unknown;
        nameField?: unknown;
        requiredKeys?: unknown;
      };
    };
  },
): void {
  const { apiHolder, formData, uiSchema } = context;
  const options = uiSchema?.['ui:options'];
  const requiredKeys = readRequiredKeys(options?.requiredKeys, formData);
  const sealed =
    readSealedSecretsData(data) ??
    (requiredKeys.length > 0 ? { keys: [], sealed: [] } : undefined);
  const problem =
    sealed &&
    whyNotUsable(sealed, {
      requiredKeys,
      component: readComponentName(formData, options?.nameField),
      environments: readFormEnvironments({
        option: options?.environments,
        formData,
        config: apiHolder.get(configApiRef),
      }),
    });
  if (problem) {
    field.addError(problem);
  }
}
