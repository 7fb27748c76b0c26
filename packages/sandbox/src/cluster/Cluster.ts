import { randomUUID } from 'node:crypto';
import { NotFoundError } from '@backstage/errors';
import { isObject, sameJson, textAt, updateAt } from '../render/json';
import { groupOf, type KubernetesObject } from '../render';
import type { Clock } from '../state';
import { JsonFile } from '../state';
import { advanceWorkload, type Surroundings } from './advanceWorkload';
import {
  clusterStateSchema,
  type ClusterRecord,
  type ClusterState,
  type Misbehaviour,
} from './model';
import { isPublicImage } from './isPublicImage';
import { workloadKinds } from './podTemplate';
import { simpleStatus, workloadStatus } from './statusOf';

/** Opens the sealed values of a SealedSecret; throws with the controller's message when it cannot. */
export type Unseal = (
  sealed: KubernetesObject,
) => Readonly<Record<string, string>>;

export interface ClusterOptions {
  /** Where the state is kept; nowhere when absent. */
  readonly file?: string;
  readonly clock: Clock;
  readonly speed?: number;
  readonly images: { has(ref: string): boolean };
  readonly unseal: Unseal;
}

/** A cluster's objects over time. Nothing moves by itself: whoever owns it calls `step`, about once a second of its time. */
export class Cluster {
  readonly #options: ClusterOptions;
  readonly #records: Map<string, ClusterRecord>;
  readonly #namespaces: Set<string>;
  readonly #listeners = new Set<(application: string) => void>();
  readonly #file: JsonFile<ClusterState> | undefined;
  #misbehaviours: readonly Misbehaviour[];
  #resourceVersion: number;

  constructor(options: ClusterOptions) {
    const { file } = options;
    const found = file
      ? JsonFile.read(file, value => clusterStateSchema.parse(value))
      : undefined;
    this.#options = options;
    this.#records = new Map(
      found?.records.map(record => [keyOf(record.object), record]),
    );
    this.#namespaces = new Set(
      found?.namespaces ?? ['default', 'kube-system', 'argocd'],
    );
    this.#misbehaviours = found?.misbehaviours ?? [];
    this.#resourceVersion = found?.resourceVersion ?? 1000;
    this.#file = file ? new JsonFile(file, () => this.#snapshot()) : undefined;
  }

  hasNamespace(name: string): boolean {
    return this.#namespaces.has(name);
  }

  createNamespace(name: string): void {
    this.#namespaces.add(name);
    this.#file?.save();
  }

  /** Creates or changes an object; says what it did, in kubectl's words. */
  apply(
    object: KubernetesObject,
    application?: string,
  ): 'created' | 'configured' | 'unchanged' {
    const key = keyOf(object);
    const old = this.#records.get(key);
    if (object.kind === 'Namespace') {
      this.#namespaces.add(object.metadata.name);
    }
    if (
      old &&
      old.application === application &&
      sameJson(old.object, object)
    ) {
      return 'unchanged';
    }
    const now = this.#options.clock.now().toISOString();
    this.#put({
      uid: randomUUID(),
      createdAt: now,
      ...old,
      object,
      application,
      resourceVersion: this.#next(),
      generation:
        (old?.generation ?? 0) +
        (old && sameJson(old.object.spec, object.spec) ? 0 : 1),
      status: simpleStatus(object) ?? old?.status,
      ...(workloadKinds.includes(object.kind) && {
        workload: old?.workload ?? {
          sets: [],
          progressedAt: now,
          deadlineExceeded: false,
        },
      }),
    });
    if (object.kind === 'SealedSecret') {
      this.#openSealed(key);
    }
    return old ? 'configured' : 'created';
  }

  /** Removes an object and what it owns; false when there was none. */
  delete(object: KubernetesObject): boolean {
    const key = keyOf(object);
    const record = this.#records.get(key);
    if (!record) {
      return false;
    }
    this.#records.delete(key);
    for (const [other, { owner }] of this.#records) {
      if (owner === key) {
        this.#records.delete(other);
      }
    }
    this.#changed(record.application);
    return true;
  }

  /** The record of an object with the same kind, namespace and name. */
  find(object: KubernetesObject): ClusterRecord | undefined {
    return this.#records.get(keyOf(object));
  }

  /** What an application applied, and what came of it. */
  recordsOf(application: string): readonly ClusterRecord[] {
    const own = new Set<string>();
    return [...this.#records.entries()].flatMap(([key, record]) => {
      if (
        record.application === application ||
        (record.owner && own.has(record.owner))
      ) {
        own.add(key);
        return [record];
      }
      return [];
    });
  }

  /** One second passes for every workload. */
  step(): void {
    for (const record of [...this.#records.values()]) {
      if (record.workload) {
        const { namespace = 'default' } = record.object.metadata;
        const workload = advanceWorkload(
          record.object,
          record.workload,
          this.#surroundings(namespace),
        );
        const status = workloadStatus(
          record.object,
          workload,
          record.generation,
        );
        if (workload !== record.workload || !sameJson(status, record.status)) {
          this.#put({
            ...record,
            workload,
            status,
            resourceVersion: this.#next(),
          });
        }
      }
    }
  }

  /** What `kubectl set image` does: the cluster then runs something that Git does not know. */
  setImage(
    namespace: string,
    workload: string,
    container: string,
    image: string,
  ): void {
    const record = this.#workloadRecord(namespace, workload);
    const object = updateAt(
      record.object,
      ['spec', 'template', 'spec', 'containers'],
      containers =>
        Array.isArray(containers)
          ? containers.map(item =>
              isObject(item) && textAt(item, 'name') === container
                ? { ...item, image }
                : item,
            )
          : containers,
    ) as KubernetesObject;
    this.#put({
      ...record,
      object,
      generation: record.generation + 1,
      resourceVersion: this.#next(),
    });
  }

  /** Lets an image fail in one namespace from now on; undefined lets it work again. */
  misbehave(
    namespace: string,
    image: string,
    how: Misbehaviour['how'] | undefined,
  ): void {
    this.#misbehaviours = [
      ...this.#misbehaviours.filter(
        other => other.namespace !== namespace || other.image !== image,
      ),
      ...(how ? [{ namespace, image, how }] : []),
    ];
    this.#file?.save();
  }

  /** The opened values of a Secret. They are opened when asked for and kept nowhere. */
  readSecret(
    namespace: string,
    name: string,
  ): Readonly<Record<string, string>> {
    const secret = this.#records.get(
      keyOf({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { namespace, name },
      }),
    );
    const sealed = secret?.owner ? this.#records.get(secret.owner) : undefined;
    if (!sealed) {
      throw new NotFoundError(`secrets "${name}" not found`);
    }
    return this.#options.unseal(sealed.object);
  }

  /** Calls the listener with the name of an application whenever one of its objects changed. */
  onChange(listener: (application: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#file?.flush();
  }

  #openSealed(key: string): void {
    const record = this.#records.get(key);
    if (!record) {
      return;
    }
    const { object, application, createdAt } = record;
    const { namespace, name } = object.metadata;
    const at = this.#options.clock.now().toISOString();
    const condition = (status: 'True' | 'False', message?: string) => ({
      conditions: [
        {
          type: 'Synced',
          status,
          lastUpdateTime: at,
          ...(message && { message }),
        },
      ],
      observedGeneration: record.generation,
    });
    let keys: readonly string[];
    try {
      keys = Object.keys(this.#options.unseal(object));
    } catch (error) {
      const message =
        error instanceof Error ? error.message : 'cannot be opened';
      this.#put({ ...record, status: condition('False', message) });
      return;
    }
    this.#put({ ...record, status: condition('True') });
    const secret: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace },
      type: 'Opaque',
      // the values stay sealed: state and answers must not hold plaintext
      data: Object.fromEntries(keys.map(field => [field, '++++++++'])),
    };
    this.#put({
      uid: randomUUID(),
      createdAt,
      ...this.#records.get(keyOf(secret)),
      object: secret,
      owner: key,
      generation: 1,
      resourceVersion: this.#next(),
    });
    this.#changed(application);
  }

  #workloadRecord(namespace: string, name: string): ClusterRecord {
    const record = [...this.#records.values()].find(
      ({ object, workload }) =>
        workload &&
        object.metadata.namespace === namespace &&
        object.metadata.name === name,
    );
    if (!record) {
      throw new NotFoundError(`No workload ${name} in namespace ${namespace}`);
    }
    return record;
  }

  #surroundings(namespace: string): Surroundings {
    const { clock, images, speed = 1 } = this.#options;
    return {
      now: clock.now(),
      second: 1000 / speed,
      canPull: image => images.has(image) || isPublicImage(image),
      behaviourOf: image =>
        this.#misbehaviours.find(
          other => other.namespace === namespace && other.image === image,
        )?.how,
      exists: requirement => {
        const [kind = '', name = ''] = requirement.split('/');
        return this.#records.has(
          keyOf({ apiVersion: 'v1', kind, metadata: { namespace, name } }),
        );
      },
      nextResourceVersion: () => this.#next(),
    };
  }

  #put(record: ClusterRecord): void {
    this.#records.set(keyOf(record.object), record);
    this.#changed(record.application);
  }

  #changed(application: string | undefined): void {
    this.#file?.save();
    if (application !== undefined) {
      for (const listener of this.#listeners) {
        listener(application);
      }
    }
  }

  #next(): number {
    this.#resourceVersion += 1;
    return this.#resourceVersion;
  }

  #snapshot(): ClusterState {
    return {
      resourceVersion: this.#resourceVersion,
      namespaces: [...this.#namespaces],
      records: [...this.#records.values()],
      misbehaviours: [...this.#misbehaviours],
    };
  }
}

/** The object as the API server would answer it, with its status. */
export function liveObject(record: ClusterRecord): KubernetesObject {
  const { object } = record;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      uid: record.uid,
      resourceVersion: String(record.resourceVersion),
      generation: record.generation,
      creationTimestamp: seconds(record.createdAt),
    },
    ...(record.status && { status: record.status }),
  };
}

/** Kubernetes writes times without fractions of a second. */
export function seconds(iso: string): string {
  return iso.replace(/\.\d+Z$/, 'Z');
}

function keyOf(object: KubernetesObject): string {
  const { namespace = '', name } = object.metadata;
  return `${groupOf(object)}/${object.kind}/${namespace}/${name}`;
}
