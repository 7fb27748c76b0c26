import { seconds, type Cluster } from '../../cluster';
import { RenderError, type KubernetesObject } from '../../render';
import { listAt, isObject } from '../../render/json';
import type { Clock } from '../../state';
import type { ArgocdStore } from '../ArgocdStore';
import { isDeclared } from '../DeclaredObjects';
import type { GitHosts } from '../GitHosts';
import {
  applicationSetSchema,
  type ApplicationSet,
} from './applicationSetSchema';
import { generateApplications } from './generateApplications';

export interface ApplicationSetOptions {
  readonly cluster: Cluster;
  readonly store: ArgocdStore;
  readonly hosts: GitHosts;
  readonly clock: Clock;
  readonly speed?: number;
}

interface Problem {
  readonly reason: string;
  readonly message: string;
}

const defaultInterval = 180;

/**
 * Makes the applications of ApplicationSets. Nothing moves by itself: a push and a change of an ApplicationSet queue it, and whoever
 * owns it calls `settle`.
 */
export class ApplicationSetController {
  readonly #options: ApplicationSetOptions;
  readonly #queue = new Set<string>();
  readonly #evaluatedAt = new Map<string, number>();
  readonly #unsubscribe: readonly (() => void)[];

  constructor(options: ApplicationSetOptions) {
    const { cluster, hosts } = options;
    this.#options = options;
    this.#unsubscribe = [
      cluster.onObject(({ type, object }) => {
        if (type === 'applied' && isSet(object)) {
          this.#queue.add(object.metadata.name);
        }
      }),
      hosts.onPush((git, repository) => {
        for (const object of this.#objects()) {
          const urls = generatorsOf(object).map(({ repoURL }) => repoURL);
          if (urls.some(url => hosts.is(url, git, repository))) {
            this.#queue.add(object.metadata.name);
          }
        }
      }),
    ];
  }

  close(): void {
    this.#unsubscribe.forEach(stop => stop());
  }

  /** Evaluates what is queued, and what was not for as long as it wishes. */
  async settle(): Promise<void> {
    const { clock, speed = 1 } = this.#options;
    const now = clock.now().getTime();
    for (const object of this.#objects()) {
      const { name } = object.metadata;
      const interval = Math.min(
        defaultInterval,
        ...generatorsOf(object).map(generator => generator.interval),
      );
      const age = now - (this.#evaluatedAt.get(name) ?? 0);
      if (this.#queue.delete(name) || age >= (interval * 1000) / speed) {
        this.#evaluatedAt.set(name, now);
        await this.#evaluate(object);
      }
    }
    this.#queue.clear();
  }

  #objects(): readonly KubernetesObject[] {
    return this.#options.cluster
      .ofKind('ApplicationSet')
      .map(({ object }) => object)
      .filter(isSet);
  }

  async #evaluate(object: KubernetesObject): Promise<void> {
    const parsed = applicationSetSchema.safeParse(object);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      this.#report(object, {
        reason: 'ErrorOccurred',
        message: `${issue?.path.join('.')}: ${issue?.message}`,
      });
      return;
    }
    try {
      const wanted = await generateApplications(
        parsed.data,
        this.#options.hosts,
      );
      this.#report(object, this.#apply(object, parsed.data, wanted));
    } catch (error) {
      if (!(error instanceof RenderError)) {
        throw error;
      }
      // what was generated before stays: an unreachable server must not look like an empty repository
      this.#report(object, {
        reason: 'ApplicationGenerationFromParamsError',
        message: error.message,
      });
    }
  }

  /** Creates, changes and removes applications as the policy allows; says what could not be. */
  #apply(
    owner: KubernetesObject,
    { spec }: ApplicationSet,
    wanted: readonly KubernetesObject[],
  ): Problem | undefined {
    const { cluster } = this.#options;
    const policy = spec.syncPolicy.applicationsSync;
    const owned = cluster.ownedBy(owner).map(record => record.object);
    const isOwned = ({ metadata }: KubernetesObject) =>
      owned.some(other => other.metadata.name === metadata.name);
    const problems = wanted.flatMap(application => {
      const problem = this.#problemOf(application, isOwned(application));
      if (problem) {
        return [problem];
      }
      if (
        !isOwned(application) ||
        policy === 'sync' ||
        policy === 'create-update'
      ) {
        cluster.apply(application, undefined, owner);
      }
      return [];
    });
    if (policy === 'sync' || policy === 'create-delete') {
      const names = new Set(wanted.map(({ metadata }) => metadata.name));
      owned
        .filter(({ metadata }) => !names.has(metadata.name))
        .forEach(application => cluster.delete(application));
    }
    return problems.length > 0
      ? { reason: 'ApplicationValidationError', message: problems.join('; ') }
      : undefined;
  }

  #problemOf(
    application: KubernetesObject,
    isOwned: boolean,
  ): string | undefined {
    const { store } = this.#options;
    const { name } = application.metadata;
    const spec = isObject(application.spec) ? application.spec : {};
    const project = String(spec.project ?? 'default');
    if (!isOwned && store.application(name)) {
      return `application "${name}" exists already, and is not of this ApplicationSet`;
    }
    return store.project(project)
      ? undefined
      : `application "${name}" references project ${project} which does not exist`;
  }

  #report(object: KubernetesObject, problem?: Problem): void {
    const { cluster, clock } = this.#options;
    const now = seconds(clock.now().toISOString());
    const old = listAt(cluster.find(object)?.status, 'conditions').filter(
      isObject,
    );
    const condition = (
      type: string,
      status: boolean,
      { reason, message }: Problem,
    ) => {
      const before = old.find(
        other => other.type === type && other.message === message,
      );
      return {
        type,
        status: status ? 'True' : 'False',
        reason,
        message,
        lastTransitionTime: before?.lastTransitionTime ?? now,
      };
    };
    const done = {
      reason: 'ApplicationSetUpToDate',
      message: 'All applications have been generated successfully',
    };
    cluster.setStatus(object, {
      conditions: [
        condition('ErrorOccurred', problem !== undefined, problem ?? done),
        condition(
          'ParametersGenerated',
          problem === undefined,
          problem ?? done,
        ),
        condition('ResourcesUpToDate', problem === undefined, problem ?? done),
      ],
    });
  }
}

function isSet(object: KubernetesObject): boolean {
  return object.kind === 'ApplicationSet' && isDeclared(object);
}

/** The Git generators of an ApplicationSet, as far as they can be read. */
function generatorsOf(
  object: KubernetesObject,
): readonly { readonly repoURL: string; readonly interval: number }[] {
  const { data } = applicationSetSchema.safeParse(object);
  return (data?.spec.generators ?? []).flatMap(({ git }) =>
    git
      ? [
          {
            repoURL: git.repoURL,
            interval: git.requeueAfterSeconds ?? defaultInterval,
          },
        ]
      : [],
  );
}
