import type { Cluster, ObjectEvent } from '../cluster';
import { seconds } from '../cluster';
import { groupOf, type KubernetesObject } from '../render';
import { sameJson } from '../render/json';
import type { Clock } from '../state';
import type { ApplicationEvent, ArgocdStore } from './ArgocdStore';
import {
  applicationInputSchema,
  argocdNamespace,
  initialStatus,
  projectInputSchema,
  type Application,
  type ApplicationInput,
} from './model';

export interface DeclaredObjectsOptions {
  readonly cluster: Cluster;
  readonly store: ArgocdStore;
  readonly clock: Clock;
  /** Hears of an application that was declared anew or in another way. */
  readonly onApplication: (name: string) => void;
}

/**
 * Applications and projects as objects of the cluster, in Argo CD's own namespace: what is applied there becomes real, and what
 * happens to it here is seen there, so that whoever declared it finds out.
 */
export class DeclaredObjects {
  readonly #options: DeclaredObjectsOptions;
  readonly #unsubscribe: readonly (() => void)[];

  constructor(options: DeclaredObjectsOptions) {
    this.#options = options;
    this.#unsubscribe = [
      options.cluster.onObject(event => this.#onObject(event)),
      options.store.onEvent(event => this.#onApplication(event)),
    ];
  }

  close(): void {
    this.#unsubscribe.forEach(stop => stop());
  }

  #onObject({ type, object }: ObjectEvent): void {
    if (!isDeclared(object)) {
      return;
    }
    const { name } = object.metadata;
    if (object.kind === 'AppProject') {
      const project = projectInputSchema.safeParse(object);
      if (type === 'deleted') {
        this.#options.store.removeProject(name);
      } else if (project.success) {
        this.#options.store.putProject(name, project.data);
        this.#usersOf(name).forEach(user => this.#options.onApplication(user));
      }
      return;
    }
    if (object.kind !== 'Application') {
      return;
    }
    if (type === 'deleted') {
      this.#markDeleted(name);
      return;
    }
    const input = applicationInputSchema.safeParse(object);
    if (input.success && this.#put(input.data)) {
      this.#options.onApplication(name);
    }
  }

  /** True when something changed. */
  #put(input: ApplicationInput): boolean {
    const { store } = this.#options;
    const { name } = input.metadata;
    const { labels, annotations, finalizers } = input.metadata;
    const metadata = {
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
    };
    const old = store.application(name);
    if (!old) {
      store.addApplication({
        metadata: { name, ...metadata },
        spec: input.spec,
        status: initialStatus,
      });
      return true;
    }
    const updated = store.updateApplication(name, current => {
      const {
        labels: _labels,
        annotations: _annotations,
        finalizers: _finalizers,
        ...kept
      } = current.metadata;
      return {
        ...current,
        metadata: { ...kept, ...metadata },
        spec: input.spec,
      };
    });
    return updated !== old;
  }

  #markDeleted(name: string): void {
    const at = seconds(this.#options.clock.now().toISOString());
    this.#options.store.updateApplication(name, current => ({
      ...current,
      metadata: {
        ...current.metadata,
        deletionTimestamp: current.metadata.deletionTimestamp ?? at,
      },
    }));
  }

  #onApplication({ type, application }: ApplicationEvent): void {
    const { cluster } = this.#options;
    const object = asObject(application);
    const record = cluster.find(object);
    if (!record) {
      return;
    }
    if (type === 'DELETED') {
      cluster.delete(object);
    } else if (!isSame(record.object, object)) {
      cluster.apply(object, record.application);
    }
  }

  #usersOf(project: string): readonly string[] {
    return this.#options.store
      .applications()
      .filter(({ spec }) => spec.project === project)
      .map(({ metadata }) => metadata.name);
  }
}

/** True for an object of Argo CD's, in the namespace that it looks at. */
export function isDeclared(object: KubernetesObject): boolean {
  return (
    groupOf(object) === 'argoproj.io' &&
    object.metadata.namespace === argocdNamespace
  );
}

/** Why the API server would not take a declared object, or undefined. */
export function declarationProblem(
  object: KubernetesObject,
): string | undefined {
  if (!isDeclared(object)) {
    return undefined;
  }
  const schemas: Readonly<
    Record<string, typeof applicationInputSchema | typeof projectInputSchema>
  > = { Application: applicationInputSchema, AppProject: projectInputSchema };
  const problem = schemas[object.kind]?.safeParse(object).error?.issues[0];
  return (
    problem &&
    `${object.kind}.argoproj.io "${object.metadata.name}" is invalid: ${problem.path.join('.')}: ${problem.message}`
  );
}

function asObject({ metadata, spec }: Application): KubernetesObject {
  const { name, namespace, labels, annotations, finalizers } = metadata;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(finalizers && { finalizers }),
    },
    spec,
  };
}

/** Without regard to what Argo CD fills in. */
function isSame(a: KubernetesObject, b: KubernetesObject): boolean {
  return sameJson(
    applicationInputSchema.safeParse(a).data,
    applicationInputSchema.safeParse(b).data,
  );
}
