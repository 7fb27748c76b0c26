import { type Entity, RELATION_OWNED_BY } from '@backstage/catalog-model';

/** Entity references of an entity's owners. */
export function ownersOf(entity: Entity): readonly string[] {
  return (entity.relations ?? [])
    .filter(relation => relation.type === RELATION_OWNED_BY)
    .map(relation => relation.targetRef);
}
