import { groupOf, type KubernetesObject } from '../render';
import { listAt, isObject, type JsonObject } from '../render/json';
import type { ClusterOptions } from './Cluster';
import type { ClusterRecord } from './model';
import { readExternalSecret, targetOf } from './readExternalSecret';

type Keys = Pick<ClusterOptions, 'unseal' | 'parameters' | 'clock'>;

/** What came of a SealedSecret or an ExternalSecret. */
export interface OpenedSecret {
  readonly status: JsonObject;
  /** The Secret; its values stay out of it, for state and answers must not hold plaintext. */
  readonly secret?: KubernetesObject;
}

/** Opens a SealedSecret or an ExternalSecret; undefined for other kinds. */
export function secretOf(
  record: ClusterRecord,
  keys: Keys,
): OpenedSecret | undefined {
  const { object } = record;
  const isSealed = object.kind === 'SealedSecret';
  if (!isSealed && !isExternal(object)) {
    return undefined;
  }
  const now = keys.clock.now().toISOString();
  try {
    const names = Object.keys(openSecret(object, keys));
    const { namespace, name } = object.metadata;
    return {
      status: isSealed
        ? sealedStatus(record, now)
        : externalStatus(record, now),
      secret: {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: isSealed ? name : targetOf(object), namespace },
        type: 'Opaque',
        data: Object.fromEntries(names.map(field => [field, '++++++++'])),
      },
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'cannot be opened';
    return {
      status: isSealed
        ? sealedStatus(record, now, message)
        : externalStatus(record, now, message),
    };
  }
}

/** The values of a SealedSecret or an ExternalSecret; throws with its controller's message. */
export function openSecret(
  object: KubernetesObject,
  { unseal, parameters }: Pick<Keys, 'unseal' | 'parameters'>,
): Readonly<Record<string, string>> {
  return isExternal(object)
    ? readExternalSecret(object, name => parameters?.get(name))
    : unseal(object);
}

function isExternal(object: KubernetesObject): boolean {
  return (
    object.kind === 'ExternalSecret' &&
    groupOf(object) === 'external-secrets.io'
  );
}

function sealedStatus(
  record: ClusterRecord,
  at: string,
  message?: string,
): JsonObject {
  return {
    conditions: [
      {
        type: 'Synced',
        status: message ? 'False' : 'True',
        lastUpdateTime: at,
        ...(message && { message }),
      },
    ],
    observedGeneration: record.generation,
  };
}

function externalStatus(
  { status }: ClusterRecord,
  at: string,
  problem?: string,
): JsonObject {
  const condition = {
    type: 'Ready',
    status: problem ? 'False' : 'True',
    reason: problem ? 'SecretSyncedError' : 'SecretSynced',
    message: problem ?? 'secret synced',
  };
  const [old] = listAt(status, 'conditions');
  const same =
    isObject(old) &&
    old.reason === condition.reason &&
    old.message === condition.message;
  return {
    conditions: [
      { ...condition, lastTransitionTime: same ? old.lastTransitionTime : at },
    ],
  };
}
