import {
  type Application,
  type DeploymentSelector,
  matchesDeploymentSelector,
  type ProjectRef,
} from '@slipway/plugin-gitops-common';
import { KeyIndex, keyListsOfSelector, keysOfApplication } from '../matching';
import { projectKey } from '../pipelines/projectKey';

/** An entity that somebody looks at, and what of it they may see. */
export interface WatchedEntity {
  readonly entityRef: string;
  readonly selector?: DeploymentSelector;
  readonly project?: ProjectRef;
  readonly mayRead: (application: Application) => boolean;
  /** Whether the jobs of its pipeline are looked at, not only its state. */
  readonly detail: boolean;
}

/** A project that somebody looks at. */
export interface WatchedProject {
  readonly project: ProjectRef;
  readonly detail: boolean;
}

interface Watch {
  readonly entity: WatchedEntity;
  readonly onChange: (entityRef: string) => void;
}

/** Tells whoever looks at an entity that something of it changed; the effort does not grow with those who look at others. */
export class ChangeHub {
  readonly #byApplication = new KeyIndex<Watch>();
  readonly #byProject = new KeyIndex<Watch>();
  readonly #watches = new Set<Watch>();

  /** Gives the way to stop. */
  watch(
    entities: readonly WatchedEntity[],
    onChange: (entityRef: string) => void,
  ): () => void {
    const watches = entities.map(entity => ({ entity, onChange }));
    for (const watch of watches) {
      this.#watches.add(watch);
      this.#byApplication.add(applicationKeys(watch), watch);
      this.#byProject.add(projectKeys(watch), watch);
    }
    return () => {
      for (const watch of watches) {
        this.#watches.delete(watch);
        this.#byApplication.remove(applicationKeys(watch), watch);
        this.#byProject.remove(projectKeys(watch), watch);
      }
    };
  }

  applicationChanged(...states: readonly (Application | undefined)[]): void {
    const applications = states.filter(state => state !== undefined);
    for (const application of applications) {
      const keys = keysOfApplication(application);
      for (const { entity, onChange } of this.#byApplication.find(keys)) {
        if (
          entity.selector &&
          matchesDeploymentSelector(entity.selector, application) &&
          entity.mayRead(application)
        ) {
          onChange(entity.entityRef);
        }
      }
    }
  }

  /** How fresh an engine's data is changed: everybody who may see some of it is told. */
  instanceChanged(instance: string): void {
    for (const { entity, onChange } of this.#watches) {
      const { selector } = entity;
      if (selector && (selector.instances?.includes(instance) ?? true)) {
        onChange(entity.entityRef);
      }
    }
  }

  projectChanged(project: ProjectRef): void {
    for (const { entity, onChange } of this.#byProject.find([
      projectKey(project),
    ])) {
      onChange(entity.entityRef);
    }
  }

  /** Each project once. */
  watchedProjects(): readonly WatchedProject[] {
    const projects = new Map<string, WatchedProject>();
    for (const { entity } of this.#watches) {
      if (entity.project) {
        const key = projectKey(entity.project);
        const detail = entity.detail || (projects.get(key)?.detail ?? false);
        projects.set(key, { project: entity.project, detail });
      }
    }
    return [...projects.values()];
  }
}

function applicationKeys({ entity }: Watch): readonly string[] {
  if (!entity.selector || entity.selector.problem) {
    return [];
  }
  const [first] = keyListsOfSelector(entity.selector);
  return first ?? [];
}

function projectKeys({ entity }: Watch): readonly string[] {
  return entity.project ? [projectKey(entity.project)] : [];
}
