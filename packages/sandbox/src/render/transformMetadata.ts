import { pathsFor, type FieldPath } from './fieldPaths';
import {
  annotationFields,
  labelFields,
  selectorLabelFields,
  templateLabelFields,
} from './fieldPaths';
import { isObject, updateAt } from './json';
import type { Kustomization } from './kustomization';
import { isNamespaced, type KubernetesObject } from './KubernetesObject';
import { renamed, type Resource } from './Resource';

/** `labels` and `commonLabels`. */
export function addLabels(
  kustomization: Kustomization,
  resources: readonly Resource[],
): readonly Resource[] {
  const entries = [
    ...(kustomization.labels ?? []),
    ...(kustomization.commonLabels
      ? [{ pairs: kustomization.commonLabels, includeSelectors: true }]
      : []),
  ];
  return entries.reduce((current, entry) => {
    if (entry.includeSelectors) {
      return addPairs(current, entry.pairs, selectorLabelFields);
    }
    const templates = 'includeTemplates' in entry && entry.includeTemplates;
    return addPairs(
      current,
      entry.pairs,
      templates ? templateLabelFields : labelFields,
    );
  }, resources);
}

/** `commonAnnotations`. */
export function addAnnotations(
  kustomization: Kustomization,
  resources: readonly Resource[],
): readonly Resource[] {
  return addPairs(
    resources,
    kustomization.commonAnnotations ?? {},
    annotationFields,
  );
}

function addPairs(
  resources: readonly Resource[],
  pairs: Readonly<Record<string, string>>,
  fields: readonly FieldPath[],
): readonly Resource[] {
  if (Object.keys(pairs).length === 0) {
    return resources;
  }
  return resources.map(resource => ({
    ...resource,
    object: pathsFor(resource.object, fields).reduce(
      (object, { path, create }) =>
        updateAt(
          object,
          path,
          old => ({ ...(isObject(old) ? old : {}), ...pairs }),
          {
            create,
          },
        ) as KubernetesObject,
      resource.object,
    ),
  }));
}

/** `namespace`: set on everything that lives in one, and on the Namespace object itself. */
export function setNamespace(
  kustomization: Kustomization,
  resources: readonly Resource[],
): readonly Resource[] {
  const { namespace } = kustomization;
  if (!namespace) {
    return resources;
  }
  return resources.map(resource => {
    const { object } = resource;
    if (object.kind === 'Namespace') {
      return renamed(resource, namespace);
    }
    if (!isNamespaced(object)) {
      return object.kind === 'ClusterRoleBinding'
        ? { ...resource, object: setSubjectNamespace(object, namespace) }
        : resource;
    }
    return {
      ...resource,
      object: setSubjectNamespace(
        { ...object, metadata: { ...object.metadata, namespace } },
        namespace,
      ),
      previousNamespaces: [
        ...resource.previousNamespaces,
        object.metadata.namespace ?? 'default',
      ],
    };
  });
}

function setSubjectNamespace(
  object: KubernetesObject,
  namespace: string,
): KubernetesObject {
  if (!object.kind.endsWith('RoleBinding')) {
    return object;
  }
  return updateAt(object, ['subjects'], subjects =>
    Array.isArray(subjects)
      ? subjects.map(subject =>
          isObject(subject) &&
          subject.kind === 'ServiceAccount' &&
          subject.name === 'default'
            ? { ...subject, namespace }
            : subject,
        )
      : subjects,
  ) as KubernetesObject;
}

/** `namePrefix` and `nameSuffix`; CustomResourceDefinitions and Namespaces keep their names. */
export function addNameAffixes(
  kustomization: Kustomization,
  resources: readonly Resource[],
): readonly Resource[] {
  const { namePrefix = '', nameSuffix = '' } = kustomization;
  return resources.map(resource =>
    ['CustomResourceDefinition', 'APIService', 'Namespace'].includes(
      resource.object.kind,
    )
      ? resource
      : renamed(
          resource,
          `${namePrefix}${resource.object.metadata.name}${nameSuffix}`,
        ),
  );
}
