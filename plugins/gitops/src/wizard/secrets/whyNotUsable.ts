import type { SealedSecretsData } from './SealedSecretsData';
import { sealingTarget } from './sealingTarget';

/** Why sealed values do not fit the component as the form now describes it, or undefined when they do. */
export function whyNotUsable(
  data: SealedSecretsData,
  form: {
    readonly component: string;
    readonly environments: readonly string[];
    readonly requiredKeys?: readonly string[];
  },
): string | undefined {
  const { component, environments, requiredKeys = [] } = form;
  if (data.sealed.length === 0) {
    return requiredKeys.length > 0
      ? `The service does not start without ${requiredKeys.join(' and ')}: enter or generate a value for every environment.`
      : 'The secrets are not sealed yet: complete them, or remove them to go on without.';
  }
  const moved = data.sealed.find(({ environment, namespace, name }) => {
    const target = sealingTarget(component, environment);
    return target.namespace !== namespace || target.name !== name;
  });
  if (moved) {
    return `The secrets were sealed for “${moved.namespace}/${moved.name}”, and open under that name only. The component’s name has changed: enter the values again.`;
  }
  const left = environments.find(
    name => !data.sealed.some(({ environment }) => environment === name),
  );
  if (left) {
    return `The secrets are not sealed for ${left}: enter the values again.`;
  }
  const incomplete = [...data.keys, ...requiredKeys].find(key =>
    data.sealed.some(({ encryptedData }) => !encryptedData[key]),
  );
  return incomplete
    ? `The secret ${incomplete} is not sealed everywhere: enter its value again.`
    : undefined;
}
