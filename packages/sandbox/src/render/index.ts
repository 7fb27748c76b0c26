export { groupOf, versionOf, type KubernetesObject } from './KubernetesObject';
export { RenderError } from './RenderError';
export type { RevisionFiles } from './RevisionFiles';
export { renderPath, type RenderedPath } from './renderPath';
