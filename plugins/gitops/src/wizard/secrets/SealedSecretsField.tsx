import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { Alert, Text } from '@backstage/ui';
import { useState } from 'react';
import { readFormEnvironments } from '../readFormEnvironments';
import { EnterSecrets } from './EnterSecrets';
import { readComponentName } from './readComponentName';
import { readRequiredKeys } from './readRequiredKeys';
import { readSealedSecretsData } from './SealedSecretsData';
import { SealedBefore } from './SealedBefore';
import type { SealedSecretsProps } from './sealedSecretsFormField';
import { whyNotUsable } from './whyNotUsable';
import styles from './SealedSecretsField.module.css';

/** Secrets of a new component: typed here, sealed here, and only then handed to the form. */
export function SealedSecretsField(props: SealedSecretsProps) {
  const { formContext, formData, onChange, schema, uiSchema } = props;
  const config = useApi(configApiRef);
  const options = uiSchema?.['ui:options'];
  const component = readComponentName(
    formContext?.formData,
    options?.nameField,
  );
  const environments = readFormEnvironments({
    option: options?.environments,
    formData: formContext?.formData,
    config,
  });
  const requiredKeys = readRequiredKeys(
    options?.requiredKeys,
    formContext?.formData,
  );
  const isRequired = requiredKeys.length > 0;
  // What an earlier visit to this page left: the values themselves are gone, on purpose.
  const [before, setBefore] = useState(() => {
    const data = readSealedSecretsData(formData);
    return data && data.sealed.length > 0 ? data : undefined;
  });
  const problem =
    before && whyNotUsable(before, { component, environments, requiredKeys });
  const restart = () => {
    setBefore(undefined);
    onChange(undefined);
  };
  return (
    <div className={styles.root} role="group" aria-label="Secrets">
      <div>
        <Text as="div" weight="bold">
          {schema.title ?? 'Secrets'}
        </Text>
        <Text as="div" variant="body-small" color="secondary">
          {schema.description ??
            `Values are sealed in this browser with the cluster’s public certificate. Only the cluster can open them; nobody else, Backstage included, gets to see them.${isRequired ? '' : ' Leave empty for none.'}`}
        </Text>
      </div>
      {!globalThis.crypto?.subtle && (
        <Alert
          status="warning"
          icon
          title="Secrets cannot be sealed on this page"
          description={`Browsers offer the cryptography only over https. Open Backstage over https${isRequired ? '' : ', or go on without secrets and add them later'}.`}
        />
      )}
      {before && (
        <SealedBefore data={before} problem={problem} onRestart={restart} />
      )}
      {!before && globalThis.crypto?.subtle && (
        <EnterSecrets
          component={component}
          environments={environments}
          suggestedKeys={options?.keys ?? []}
          requiredKeys={requiredKeys}
          onChange={onChange}
        />
      )}
    </div>
  );
}
