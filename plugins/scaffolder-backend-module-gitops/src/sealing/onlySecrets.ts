import { InputError } from '@backstage/errors';

/**
 * Makes sure that every value comes from the task's secrets: parameters are stored readable with the task, and a template
 * expression that failed would otherwise be sealed as it stands. Throws `InputError` that names the key, never the value.
 */
export function onlySecrets(
  values: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const { backstageToken, ...given } = secrets ?? {};
  const known = Object.values(given).filter(Boolean);
  for (const [key, value] of Object.entries(values)) {
    if (!known.some(secret => value.includes(secret))) {
      throw new InputError(
        `The value of “${key}” does not come from a secret of the task. Use \${{ secrets.… }}: parameters are stored readable. A retry has no secrets: start the template again`,
      );
    }
    if (backstageToken && value.includes(backstageToken)) {
      throw new InputError(`The value of “${key}” is Backstage's own token`);
    }
  }
  return values;
}
