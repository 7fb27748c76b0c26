import { isDeepStrictEqual } from 'node:util';
import {
  type Application,
  type ApplicationId,
  type DeploymentSelector,
  matchesDeploymentSelector,
} from '@slipway/plugin-gitops-common';
import {
  applicationKey,
  compareText,
  KeyIndex,
  keyListsOfSelector,
  keysOfApplication,
} from '../matching';

/** All known applications in memory, found by selector without a look at each. */
export class ApplicationMap {
  readonly #applications = new Map<string, Application>();
  readonly #index = new KeyIndex<string>();
  readonly #byInstance = new KeyIndex<string>();

  get(id: ApplicationId): Application | undefined {
    return this.#applications.get(applicationKey(id));
  }

  set(application: Application): void {
    const key = applicationKey(application.id);
    const previous = this.#applications.get(key);
    this.#applications.set(key, application);
    if (previous && sameKeys(previous, application)) {
      return;
    }
    if (previous) {
      this.#index.remove(keysOfApplication(previous), key);
    }
    this.#index.add(keysOfApplication(application), key);
    this.#byInstance.add([application.id.instance], key);
  }

  delete(id: ApplicationId): void {
    const key = applicationKey(id);
    const previous = this.#applications.get(key);
    if (previous) {
      this.#applications.delete(key);
      this.#index.remove(keysOfApplication(previous), key);
      this.#byInstance.remove([previous.id.instance], key);
    }
  }

  ofInstance(instance: string): readonly Application[] {
    return this.#resolve(this.#byInstance.find([instance]));
  }

  /** In the order of instance, name and namespace. */
  find(selector: DeploymentSelector): readonly Application[] {
    if (selector.problem) {
      return [];
    }
    const [first, ...others] = keyListsOfSelector(selector);
    const keys = others.reduce(
      (best, list) =>
        this.#index.count(list) < this.#index.count(best) ? list : best,
      first ?? [],
    );
    return this.#resolve(this.#index.find(keys))
      .filter(application => matchesDeploymentSelector(selector, application))
      .sort((a, b) => compareText(sortKey(a), sortKey(b)));
  }

  get size(): number {
    return this.#applications.size;
  }

  #resolve(keys: ReadonlySet<string>): Application[] {
    return [...keys].flatMap(key => this.#applications.get(key) ?? []);
  }
}

function sameKeys(a: Application, b: Application): boolean {
  return a.project === b.project && isDeepStrictEqual(a.labels, b.labels);
}

function sortKey({ id }: Application): string {
  return `${id.instance}\n${id.name}\n${id.namespace ?? ''}`;
}
