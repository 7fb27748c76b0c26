import {
  ANNOTATION_SOURCE_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import type { GitLabIntegration } from '@backstage/integration';
import type { ProjectRef } from '@slipway/plugin-gitops-common';
import { folderOfTree } from '@slipway/plugin-gitops-node';
import { projectOfUrl } from './projectOfUrl';
import { projectPath } from './projectPath';

/** Full path of the GitLab project. */
export const projectSlugAnnotation = 'gitlab.com/project-slug';

/** Host as configured under `integrations.gitlab`, for those who have several. */
export const instanceAnnotation = 'gitlab.com/instance';

/** What the names of the component's jobs begin with, up to the colon, where several services share a project's pipelines. */
export const jobsAnnotation = 'gitops/gitlab-jobs';

/**
 * The project that an entity names. With a slug and no instance the host is that of the source location if it is a configured
 * GitLab, else the first of the configuration.
 */
export function projectOfEntity(
  integrations: readonly GitLabIntegration[],
  entity: Entity,
): ProjectRef | undefined {
  const annotations = entity.metadata.annotations ?? {};
  const project = projectOfAnnotations(integrations, annotations);
  const jobs = annotations[jobsAnnotation]?.trim();
  if (!project || !jobs) {
    return project;
  }
  const folder = folderOfTree(
    annotations[ANNOTATION_SOURCE_LOCATION]?.replace(/^url:/, '') ?? '',
  );
  return { ...project, pipeline: jobs, ...(folder && { folder }) };
}

function projectOfAnnotations(
  integrations: readonly GitLabIntegration[],
  annotations: Readonly<Record<string, string>>,
): ProjectRef | undefined {
  const location = annotations[ANNOTATION_SOURCE_LOCATION]?.replace(
    /^url:/,
    '',
  );
  const source = location ? projectOfUrl(integrations, location) : undefined;

  const slug = annotations[projectSlugAnnotation];
  if (!slug) {
    return source;
  }
  const path = projectPath(slug);
  const wanted =
    annotations[instanceAnnotation] ??
    source?.host ??
    integrations[0]?.config.host;
  const known = integrations.some(({ config }) => config.host === wanted);
  return path && wanted && known
    ? { provider: 'gitlab', host: wanted, path }
    : undefined;
}
