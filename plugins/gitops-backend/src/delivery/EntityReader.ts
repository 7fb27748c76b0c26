import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  type DeploymentSelector,
  type ProjectRef,
  readDeploymentSelector,
} from '@slipway/plugin-gitops-common';
import { ownersOf } from '../owners';
import type { Pipelines } from '../pipelines';

/** An entity that the user may read, and what its annotations lead to. */
export interface Component {
  readonly entityRef: string;
  readonly selector?: DeploymentSelector;
  readonly project?: ProjectRef;
  readonly owners: readonly string[];
}

const fields = ['kind', 'metadata', 'relations'];

/** Reads entities as the user: one that they may not read does not exist. */
export class EntityReader {
  readonly #catalog: CatalogService;
  readonly #pipelines: Pipelines;

  constructor(options: {
    readonly catalog: CatalogService;
    readonly pipelines: Pipelines;
  }) {
    this.#catalog = options.catalog;
    this.#pipelines = options.pipelines;
  }

  /** Throws `NotFoundError`. */
  async one(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<Component> {
    const entity = await this.#catalog.getEntityByRef(entityRef, {
      credentials,
    });
    if (!entity) {
      throw new NotFoundError(`There is no entity ${entityRef}`);
    }
    return this.#component(entityRef, entity);
  }

  /** In the order of the references. */
  async many(
    entityRefs: readonly string[],
    credentials: BackstageCredentials,
  ): Promise<readonly (Component | undefined)[]> {
    const { items } = await this.#catalog.getEntitiesByRefs(
      { entityRefs: [...entityRefs], fields },
      { credentials },
    );
    return entityRefs.map((entityRef, index) => {
      const entity = items[index];
      return entity && this.#component(entityRef, entity);
    });
  }

  #component(entityRef: string, entity: Entity): Component {
    const selector = readDeploymentSelector(entity.metadata.annotations);
    const project = this.#pipelines.projectOf(entity);
    return {
      entityRef,
      owners: ownersOf(entity),
      ...(selector && { selector }),
      ...(project && { project }),
    };
  }
}
