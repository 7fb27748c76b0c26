import { randomUUID } from 'node:crypto';
import { NotFoundError } from '@backstage/errors';
import {
  isObject,
  objectAt,
  sameJson,
  textAt,
  updateAt,
  valueAt,
  type JsonObject,
} from '../render/json';
import type { KubernetesObject } from '../render';
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
import { keyOf } from './keyOf';
import type { ParameterStore } from './ParameterStore';
import { workloadKinds } from './podTemplate';
import { openSecret, secretOf } from './secrets';
import { simpleStatus, workloadStatus } from './statusOf';
import { withAutoscaledReplicas } from './withAutoscaledReplicas';

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
  /** Where External Secrets looks; without it every ExternalSecret fails. */
  readonly parameters?: ParameterStore;
}

/** An object that was written or removed, by whomever. */
export interface ObjectEvent {
  readonly type: 'applied' | 'deleted';
  readonly object: KubernetesObject;
}

/** A cluster's objects over time. Nothing moves by itself: whoever owns it calls `step`, about once a second of its time. */
export class Cluster {
  readonly #options: ClusterOptions;
  readonly #records: Map<string, ClusterRecord>;
  readonly #namespaces: Set<string>;
  readonly #listeners = new Set<(application: string) => void>();
  readonly #watchers = new Set<(event: ObjectEvent) => void>();
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
    options.parameters?.onChange(() => this.#openSecrets('ExternalSecret'));
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
    owner?: KubernetesObject,
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
      ...(owner && { owner: keyOf(owner) }),
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
    this.#open(key);
    this.#tell({ type: 'applied', object });
    return old ? 'configured' : 'created';
  }

  /** Removes an object and what it owns; false when there was none. */
  delete(object: KubernetesObject): boolean {
    const key = keyOf(object);
    const record = this.#records.get(key);
    if (!record) {
      return false;
    }
    const owned = [...this.#records.values()].filter(
      ({ owner }) => owner === key,
    );
    this.#records.delete(key);
    this.#changed(record);
    this.#tell({ type: 'deleted', object: record.object });
    owned.forEach(each => this.delete(each.object));
    return true;
  }

  /** The record of an object with the same kind, namespace and name. */
  find(object: KubernetesObject): ClusterRecord | undefined {
    return this.#records.get(keyOf(object));
  }

  /** What an object owns, as an ApplicationSet its Applications. */
  ownedBy(object: KubernetesObject): readonly ClusterRecord[] {
    const key = keyOf(object);
    return [...this.#records.values()].filter(({ owner }) => owner === key);
  }

  /** Every object of a kind, in all namespaces. */
  ofKind(kind: string): readonly ClusterRecord[] {
    return [...this.#records.values()].filter(
      ({ object }) => object.kind === kind,
    );
  }

  /** What the controller of a custom resource writes about it. */
  setStatus(object: KubernetesObject, status: JsonObject): void {
    const record = this.find(object);
    if (record && !sameJson(record.status, status)) {
      this.#put({ ...record, status, resourceVersion: this.#next() });
    }
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
    const autoscalers = this.ofKind('HorizontalPodAutoscaler').map(
      ({ object }) => object,
    );
    for (const record of [...this.#records.values()]) {
      if (record.workload) {
        const { namespace = 'default' } = record.object.metadata;
        const object = withAutoscaledReplicas(record.object, autoscalers);
        const replicas = valueAt(object, 'spec', 'replicas');
        const workload = advanceWorkload(
          object,
          record.workload,
          this.#surroundings(namespace),
        );
        const status = workloadStatus(object, workload, record.generation);
        if (workload !== record.workload || !sameJson(status, record.status)) {
          this.#put({
            ...record,
            workload,
            status,
            ...(object !== record.object &&
              typeof replicas === 'number' && { scaledTo: replicas }),
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
    return openSecret(sealed.object, this.#options);
  }

  /** Calls the listener after each object that was written or removed. */
  onObject(listener: (event: ObjectEvent) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** Calls the listener with the name of an application whenever one of its objects changed. */
  onChange(listener: (application: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#file?.flush();
  }

  #openSecrets(kind: string): void {
    for (const { object } of this.ofKind(kind)) {
      this.#open(keyOf(object));
    }
  }

  /** What the controllers of SealedSecrets and ExternalSecrets do with one of theirs. */
  #open(key: string): void {
    const record = this.#records.get(key);
    const opened = record && secretOf(record, this.#options);
    if (!record || !opened) {
      return;
    }
    if (!sameJson(opened.status, record.status)) {
      this.#put({
        ...record,
        status: opened.status,
        resourceVersion: this.#next(),
      });
    }
    const { secret } = opened;
    const old = secret && this.#records.get(keyOf(secret));
    if (secret && !sameJson(old?.object, secret)) {
      this.#put({
        uid: randomUUID(),
        createdAt: this.#options.clock.now().toISOString(),
        ...old,
        object: secret,
        owner: key,
        generation: 1,
        resourceVersion: this.#next(),
      });
    }
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
    this.#changed(record);
  }

  /** A change of what somebody owns is a change of the owner's application, too. */
  #changed(record: ClusterRecord): void {
    this.#file?.save();
    const owner = record.owner ? this.#records.get(record.owner) : undefined;
    const application = record.application ?? owner?.application;
    if (application !== undefined) {
      for (const listener of this.#listeners) {
        listener(application);
      }
    }
  }

  #tell(event: ObjectEvent): void {
    this.#watchers.forEach(watcher => watcher(event));
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
    ...(record.scaledTo !== undefined && {
      spec: { ...objectAt(object, 'spec'), replicas: record.scaledTo },
    }),
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
