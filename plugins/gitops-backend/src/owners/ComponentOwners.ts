import type { AuthService } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  type Application,
  deploymentAnnotations,
  type DeploymentSelector,
  matchesDeploymentSelector,
  readDeploymentSelector,
} from '@slipway/plugin-gitops-common';
import { KeyIndex, keyListsOfSelector, keysOfApplication } from '../matching';
import { ownersOf } from './ownersOf';

interface Component {
  readonly selector: DeploymentSelector;
  readonly owners: readonly string[];
}

interface Snapshot {
  readonly components: KeyIndex<Component>;
  readonly at: number;
}

const ttlMs = 60_000;
/** A component that was registered a moment ago is not in the index yet: an application without owner is looked up again. */
const impatientTtlMs = 5_000;
const fields = ['kind', 'metadata', 'relations'];

/**
 * Who owns the components that name an application. The other way round than pages ask, so the catalog's annotations are kept
 * in an index, which is only made once a policy asks for owners.
 */
export class ComponentOwners {
  readonly #catalog: CatalogService;
  readonly #auth: AuthService;
  #snapshot: Snapshot | undefined;
  #loading: Promise<Snapshot> | undefined;

  constructor(options: {
    readonly catalog: CatalogService;
    readonly auth: AuthService;
  }) {
    this.#catalog = options.catalog;
    this.#auth = options.auth;
  }

  /** In the order of the applications. */
  async of(
    applications: readonly Application[],
  ): Promise<readonly (readonly string[])[]> {
    const snapshot = await this.#younger(ttlMs);
    const found = applications.map(application =>
      findOwners(snapshot, application),
    );
    if (found.every(owners => owners.length > 0)) {
      return found;
    }
    const newer = await this.#younger(impatientTtlMs);
    return applications.map(application => findOwners(newer, application));
  }

  async #younger(maxAgeMs: number): Promise<Snapshot> {
    if (this.#snapshot && Date.now() - this.#snapshot.at < maxAgeMs) {
      return this.#snapshot;
    }
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #load(): Promise<Snapshot> {
    const credentials = await this.#auth.getOwnServiceCredentials();
    const components = new KeyIndex<Component>();
    const filter = [
      deploymentAnnotations.appName,
      deploymentAnnotations.appSelector,
      deploymentAnnotations.projectName,
    ].map(key => ({ [`metadata.annotations.${key}`]: CATALOG_FILTER_EXISTS }));
    const { items } = await this.#catalog.getEntities(
      { filter, fields },
      { credentials },
    );
    for (const entity of items) {
      const selector = readDeploymentSelector(entity.metadata.annotations);
      if (selector && !selector.problem) {
        const [keys = []] = keyListsOfSelector(selector);
        components.add(keys, { selector, owners: ownersOf(entity) });
      }
    }
    this.#snapshot = { components, at: Date.now() };
    return this.#snapshot;
  }
}

function findOwners(
  { components }: Snapshot,
  application: Application,
): readonly string[] {
  const candidates = components.find(keysOfApplication(application));
  return [...candidates]
    .filter(({ selector }) => matchesDeploymentSelector(selector, application))
    .flatMap(({ owners }) => owners);
}
