import { createHash } from 'node:crypto';
import { isObject, objectAt, textAt } from './json';
import type { KubernetesObject } from './KubernetesObject';

const replacements: Readonly<Record<string, string>> = {
  0: 'g',
  1: 'h',
  3: 'k',
  a: 'm',
  e: 't',
};

/**
 * The suffix that Kustomize gives the name of a generated ConfigMap or Secret: ten digits of a SHA-256 over its content, in an
 * alphabet without vowels. Format: kustomize `api/hasher`.
 */
export function contentHash(object: KubernetesObject): string {
  const content: Record<string, unknown> = {
    kind: object.kind,
    // Kustomize looks for a field that is literally called "metadata/name", so the name has no part in the hash.
    name: '',
    data: object.data ?? '',
  };
  if (object.kind === 'Secret') {
    content.type = textAt(object, 'type') ?? '';
    if (isObject(object.stringData)) {
      content.stringData = objectAt(object, 'stringData');
    }
  } else if (isObject(object.binaryData)) {
    content.binaryData = objectAt(object, 'binaryData');
  }
  const digest = createHash('sha256').update(goJson(content)).digest('hex');
  return digest
    .slice(0, 10)
    .replace(/[013ae]/g, digit => replacements[digit] ?? digit);
}

/** JSON as Go writes it: sorted keys, and `<`, `>`, `&`, U+2028 and U+2029 escaped. */
export function goJson(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(goJson).join(',')}]`;
  }
  if (isObject(value)) {
    const entries = Object.keys(value)
      .sort()
      .map(key => `${goJson(key)}:${goJson(value[key])}`);
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value ?? null).replace(
    /[<>&\u2028\u2029]/g,
    char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
