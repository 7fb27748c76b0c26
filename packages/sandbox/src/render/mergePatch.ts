import { isObject, type JsonObject } from './json';

/** Fields that hold lists of named things, and the key that names one, as in Kubernetes' own patch merge keys. */
const mergeKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  volumes: ['name'],
  env: ['name'],
  ports: ['containerPort', 'port'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  imagePullSecrets: ['name'],
  secrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey'],
};

const keyedKinds = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'Pod',
  'PodTemplate',
  'ReplicaSet',
  'ReplicationController',
  'Service',
  'ServiceAccount',
  'StatefulSet',
]);

/**
 * A strategic merge patch: objects are merged, `null` removes, lists of named things are merged by name, other lists are replaced.
 * Kinds without known merge keys (custom resources) get a plain merge patch. Returns undefined when the patch deletes the object.
 */
export function mergePatch(
  object: JsonObject,
  patch: JsonObject,
  kind: string,
): JsonObject | undefined {
  if (patch.$patch === 'delete') {
    return undefined;
  }
  return mergeObject(object, patch, keyedKinds.has(kind));
}

function mergeObject(
  object: JsonObject,
  patch: JsonObject,
  keyed: boolean,
): JsonObject {
  if (patch.$patch === 'replace') {
    return without(patch, '$patch');
  }
  const result: Record<string, unknown> = { ...object };
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[field];
    } else {
      result[field] = mergeValue(object[field], value, field, keyed);
    }
  }
  return result;
}

function mergeValue(
  old: unknown,
  value: unknown,
  field: string,
  keyed: boolean,
): unknown {
  if (isObject(value)) {
    return mergeObject(isObject(old) ? old : {}, value, keyed);
  }
  if (Array.isArray(value) && keyed && field in mergeKeys) {
    const items = value.filter(isObject);
    const key = mergeKeys[field]?.find(name =>
      items.some(item => name in item),
    );
    if (key !== undefined && items.length === value.length) {
      return mergeList(Array.isArray(old) ? old : [], items, key, keyed);
    }
  }
  return value;
}

function mergeList(
  old: readonly unknown[],
  patch: readonly JsonObject[],
  key: string,
  keyed: boolean,
): readonly unknown[] {
  if (patch.some(item => item.$patch === 'replace')) {
    return patch.filter(item => item.$patch === undefined);
  }
  const find = (item: unknown) =>
    isObject(item) ? patch.find(other => other[key] === item[key]) : undefined;
  const kept = old.flatMap(item => {
    const change = find(item);
    if (!change || !isObject(item)) {
      return [item];
    }
    return change.$patch === 'delete' ? [] : [mergeObject(item, change, keyed)];
  });
  const added = patch.filter(
    item =>
      item.$patch !== 'delete' &&
      !old.some(other => isObject(other) && other[key] === item[key]),
  );
  return [...added.map(item => mergeObject({}, item, keyed)), ...kept];
}

function without(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([name]) => name !== key),
  );
}
