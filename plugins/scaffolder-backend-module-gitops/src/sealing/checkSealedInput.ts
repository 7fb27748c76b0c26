import { InputError } from '@backstage/errors';
import {
  checkEnvironmentName,
  checkSealedValue,
  checkSecretKey,
} from '@slipway/plugin-gitops-common';

/** What a browser sealed for one environment. */
export interface SealedEntry {
  readonly environment: string;
  readonly namespace: string;
  readonly name: string;
  readonly scope?: 'strict' | 'namespace-wide' | 'cluster-wide';
  readonly encryptedData: Readonly<Record<string, string>>;
  readonly fingerprint?: string;
}

/** Fills in the environment of a pattern. */
export function forEnvironment(pattern: string, environment: string): string {
  return pattern.replaceAll('{environment}', environment);
}

/**
 * Makes sure that everything is sealed, and for what it is going to be written as: whoever goes back in the form and changes
 * the name has values that would never open. Throws one `InputError` with every problem, and no value.
 */
export function checkSealedInput(input: {
  readonly sealed: readonly SealedEntry[];
  readonly fingerprint?: string;
  readonly namespace: string;
  readonly name: string;
}): void {
  const problems = input.sealed.flatMap((entry, index) => [
    ...problemsOf(entry, input),
    ...(input.sealed.findIndex(
      other => other.environment === entry.environment,
    ) < index
      ? [`“${entry.environment}” is there twice`]
      : []),
  ]);
  if (problems.length > 0) {
    throw new InputError(
      `The sealed secrets cannot be used:\n${problems.map(problem => `- ${problem}`).join('\n')}`,
    );
  }
}

function problemsOf(
  entry: SealedEntry,
  expected: {
    readonly fingerprint?: string;
    readonly namespace: string;
    readonly name: string;
  },
): readonly string[] {
  const { environment } = entry;
  const badName = checkEnvironmentName(environment);
  if (badName) {
    return [badName];
  }
  const data = Object.entries(entry.encryptedData);
  const bad = data.flatMap(([key, value]) => {
    const problem = checkSecretKey(key) ?? checkSealedValue(value);
    return problem ? [`“${key}” for ${environment}: ${problem}`] : [];
  });
  const empty =
    data.length === 0 ? [`There is no value for ${environment}`] : [];
  const fingerprint = entry.fingerprint || expected.fingerprint;
  const fingerprintIsOdd =
    // A template that has none gives an empty text.
    fingerprint && !/^[0-9a-f]{64}$/.test(fingerprint);
  return [
    ...empty,
    ...bad,
    ...mismatch(entry, expected),
    ...(fingerprintIsOdd
      ? [`The fingerprint for ${environment} is not a SHA-256`]
      : []),
  ];
}

function mismatch(
  entry: SealedEntry,
  expected: { readonly namespace: string; readonly name: string },
): readonly string[] {
  const { environment, scope = 'strict' } = entry;
  const namespace = forEnvironment(expected.namespace, environment);
  const name = forEnvironment(expected.name, environment);
  const opens =
    scope === 'cluster-wide' ||
    (entry.namespace === namespace &&
      (scope === 'namespace-wide' || entry.name === name));
  return opens
    ? []
    : [
        `It was sealed for ${entry.namespace}/${entry.name}, and would not open as ${namespace}/${name}: enter the secrets for ${environment} again`,
      ];
}
