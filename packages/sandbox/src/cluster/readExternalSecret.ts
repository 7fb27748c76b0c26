import { isObject, listAt, objectAt, textAt } from '../render/json';
import type { KubernetesObject } from '../render';

/** The one store that the cluster has. */
const storeName = 'aws-parameter-store';

/** What an ExternalSecret asks for, opened; throws with the operator's message when it cannot be had. */
export function readExternalSecret(
  object: KubernetesObject,
  parameter: (name: string) => string | undefined,
): Readonly<Record<string, string>> {
  const store = objectAt(object, 'spec', 'secretStoreRef');
  if (store.kind !== 'ClusterSecretStore' || store.name !== storeName) {
    throw new Error(
      `could not get ${textAt(store, 'kind') ?? 'SecretStore'} "${textAt(store, 'name') ?? ''}": not found`,
    );
  }
  const read = (name: string | undefined, where: string) => {
    const value = parameter(name ?? '');
    if (value === undefined) {
      throw new Error(
        `error processing ${where}, err: parameter ${name ?? ''} does not exist`,
      );
    }
    return value;
  };
  const extracted = listAt(object, 'spec', 'dataFrom').map((entry, index) => {
    const where = `spec.dataFrom[${index}].extract`;
    return fieldsOf(read(textAt(entry, 'extract', 'key'), where), where);
  });
  const single = listAt(object, 'spec', 'data').map((entry, index) => {
    const where = `spec.data[${index}]`;
    const text = read(textAt(entry, 'remoteRef', 'key'), where);
    const property = textAt(entry, 'remoteRef', 'property');
    const value = property ? fieldsOf(text, where)[property] : text;
    if (value === undefined) {
      throw new Error(
        `error processing ${where}, err: key ${property} does not exist in the parameter`,
      );
    }
    return { [textAt(entry, 'secretKey') ?? '']: value };
  });
  return Object.assign({}, ...extracted, ...single);
}

/** The name of the Secret that an ExternalSecret makes. */
export function targetOf(object: KubernetesObject): string {
  return textAt(object, 'spec', 'target', 'name') ?? object.metadata.name;
}

function fieldsOf(
  text: string,
  where: string,
): Readonly<Record<string, string>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // the parser's message would quote the secret
    value = undefined;
  }
  if (!isObject(value)) {
    throw new Error(
      `error processing ${where}, err: unable to unmarshal secret: it is no JSON object`,
    );
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      typeof field === 'string' ? field : JSON.stringify(field),
    ]),
  );
}
