import type { Entity } from '@backstage/catalog-model';

const annotations = [
  'argocd/app-name',
  'argocd/app-selector',
  'argocd/project-name',
  'gitlab.com/project-slug',
  'github.com/project-slug',
];

/** Whether an entity is one whose delivery can be looked at: it says so by annotation, or it is a component, which may. @public */
export function isGitopsAvailable(entity: Entity): boolean {
  return (
    entity.kind.toLocaleLowerCase('en-US') === 'component' ||
    annotations.some(key => entity.metadata.annotations?.[key])
  );
}
