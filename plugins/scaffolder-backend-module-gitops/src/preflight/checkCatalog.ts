import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ANNOTATION_LOCATION,
  ANNOTATION_SOURCE_LOCATION,
  type Entity,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { normalized } from '../argocd/ownership';
import type { PreflightCheck } from './PreflightRequest';

/** An entity of the same reference from another repository. */
export function checkCatalog(options: {
  readonly catalog: CatalogService;
  readonly credentials: BackstageCredentials;
}): PreflightCheck {
  return async ({ component, entityNamespace, repository, proposal }) => {
    const entityRef = stringifyEntityRef({
      kind: 'component',
      namespace: entityNamespace,
      name: component,
    });
    const entity = await options.catalog.getEntityByRef(entityRef, {
      credentials: options.credentials,
    });
    if (
      !entity ||
      (repository && comesFrom(entity, repository.url, proposal?.path))
    ) {
      return [];
    }
    const source = sourceOf(entity);
    return [
      `The catalog already has ${entityRef}${source ? `, from ${source}` : ''}. Choose another name, or unregister that entity first`,
    ];
  };
}

function comesFrom(
  entity: Entity,
  repositoryUrl: string,
  path: string | undefined,
): boolean {
  const source = sourceOf(entity);
  const repository = normalized(repositoryUrl);
  return (
    source !== undefined &&
    (normalized(source) === repository ||
      normalized(source).startsWith(`${repository}/`)) &&
    (!path || `${normalized(source)}/`.includes(`/${path.toLowerCase()}/`))
  );
}

function sourceOf(entity: Entity): string | undefined {
  const annotations = entity.metadata.annotations ?? {};
  const location =
    annotations[ANNOTATION_SOURCE_LOCATION] ?? annotations[ANNOTATION_LOCATION];
  return location?.replace(/^url:/, '');
}
