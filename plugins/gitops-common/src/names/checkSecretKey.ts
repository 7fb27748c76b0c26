/** @public */
export interface CheckSecretKeyOptions {
  /** Whether the key becomes the name of an environment variable, which Kubernetes otherwise leaves out silently. */
  readonly environmentVariable?: boolean;
}

/** Why a Kubernetes Secret cannot have this key, for people, or undefined when it can. @public */
export function checkSecretKey(
  key: string,
  options: CheckSecretKeyOptions = {},
): string | undefined {
  if (!key) {
    return 'Give the key a name.';
  }
  if (key.length > 253) {
    return 'Use at most 253 characters for a key.';
  }
  if (!/^[-._a-zA-Z0-9]+$/.test(key)) {
    return `“${key}” is not a key: use letters, digits, “_”, “-” and “.” only.`;
  }
  if (key === '.' || key.startsWith('..')) {
    return `“${key}” is not a key: Kubernetes takes it for a folder.`;
  }
  if (options.environmentVariable && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) {
    return `“${key}” cannot be an environment variable: use letters, digits and “_”, and do not begin with a digit.`;
  }
  return undefined;
}
