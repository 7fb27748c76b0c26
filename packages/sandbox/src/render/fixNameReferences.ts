import { nameReferences, pathsFor } from './fieldPaths';
import { isObject, updateAt } from './json';
import type { KubernetesObject } from './KubernetesObject';
import { isNamespaced } from './KubernetesObject';
import type { Resource } from './Resource';

/** Lets every reference follow the objects that got another name (prefix, suffix, content hash) or namespace. */
export function fixNameReferences(
  resources: readonly Resource[],
): readonly Resource[] {
  const targets = resources.filter(
    ({ object, previousNames, previousNamespaces }) =>
      object.kind in nameReferences &&
      (previousNames.length > 0 || previousNamespaces.length > 0),
  );
  return resources.map(resource => ({
    ...resource,
    object: targets.reduce(
      (object, target) => follow(object, target),
      resource.object,
    ),
  }));
}

function follow(
  referrer: KubernetesObject,
  target: Resource,
): KubernetesObject {
  const { kind, metadata } = target.object;
  if (
    isNamespaced(referrer) &&
    isNamespaced(target.object) &&
    referrer.metadata.namespace !== metadata.namespace
  ) {
    return referrer;
  }
  const rename = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      return value.map(rename);
    }
    return typeof value === 'string' && target.previousNames.includes(value)
      ? metadata.name
      : value;
  };
  return pathsFor(referrer, nameReferences[kind] ?? []).reduce(
    (object, { path }) => {
      if (path[0] === 'subjects') {
        return updateAt(object, ['subjects'], subjects =>
          Array.isArray(subjects)
            ? subjects.map(subject => followSubject(subject, target))
            : subjects,
        ) as KubernetesObject;
      }
      if (path.join('/') === 'spec/scaleTargetRef/name') {
        return updateAt(object, ['spec', 'scaleTargetRef'], reference =>
          isObject(reference) && reference.kind === kind
            ? { ...reference, name: rename(reference.name) }
            : reference,
        ) as KubernetesObject;
      }
      return updateAt(object, path, rename) as KubernetesObject;
    },
    referrer,
  );
}

/** Kustomize goes by name and namespace here, whatever kind the subject is. */
function followSubject(subject: unknown, target: Resource): unknown {
  const { metadata } = target.object;
  if (!isObject(subject)) {
    return subject;
  }
  const { name, namespace } = subject;
  const isMeant =
    [metadata.name, ...target.previousNames].some(known => known === name) &&
    (namespace === undefined ||
      target.previousNamespaces.some(known => known === namespace));
  return isMeant
    ? {
        ...subject,
        name: metadata.name,
        ...(metadata.namespace && { namespace: metadata.namespace }),
      }
    : subject;
}
