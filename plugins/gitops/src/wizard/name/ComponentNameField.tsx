import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { Flex, Text, TextField } from '@backstage/ui';
import { checkComponentName } from '@slipway/plugin-gitops-common';
import { readFormEnvironments } from '../readFormEnvironments';
import type { ComponentNameProps } from './componentNameFormField';

/** Says at every keystroke whether the name will do, and why not. */
export function ComponentNameField(props: ComponentNameProps) {
  const { onChange, formData, required, disabled, rawErrors, schema } = props;
  const { uiSchema, idSchema, formContext } = props;
  const config = useApi(configApiRef);
  const name = formData ?? '';
  const environments = readFormEnvironments({
    option: uiSchema?.['ui:options']?.environments,
    formData: formContext?.formData,
    config,
  });
  const problem = name ? checkComponentName(name, { environments }) : undefined;
  const [late] = problem ? [] : (rawErrors ?? []);
  const shown = problem ?? late;
  return (
    <Flex direction="column" gap="1">
      <TextField
        id={idSchema?.$id}
        label={schema.title ?? 'Name'}
        description={
          schema.description ??
          'Becomes the repository, the Kubernetes resources and the catalog entity.'
        }
        isRequired={required}
        isDisabled={disabled}
        isInvalid={shown !== undefined}
        // The template asks for it: the page has just been opened to fill in this field.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={Boolean(uiSchema?.['ui:autofocus'])}
        autoComplete="off"
        spellCheck="false"
        value={name}
        onChange={onChange}
      />
      <Text
        as="div"
        variant="body-small"
        color={shown ? 'danger' : 'secondary'}
        role="status"
      >
        {shown ?? (name && <Outcome name={name} environments={environments} />)}
      </Text>
    </Flex>
  );
}

function Outcome(props: { name: string; environments: readonly string[] }) {
  const { name, environments } = props;
  const namespaces = environments.map(environment => `${name}-${environment}`);
  return <>Namespaces: {namespaces.join(', ')}</>;
}
