import {
  ANNOTATION_SOURCE_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import type { GithubIntegration } from '@backstage/integration';
import type { ProjectRef } from '@slipway/plugin-gitops-common';
import { folderOfTree } from '@slipway/plugin-gitops-node';
import { projectOfUrl } from './projectOfUrl';
import { repositoryPath } from './repositoryPath';

/** `owner/name` of the GitHub repository. */
export const projectSlugAnnotation = 'github.com/project-slug';

/** File or name of the workflow that delivers the component, where a repository has several. */
export const workflowAnnotation = 'gitops/github-workflow';

/**
 * The repository that an entity names. The host of a slug is that of the source location if it is a configured GitHub, else the
 * first of the configuration.
 */
export function projectOfEntity(
  integrations: readonly GithubIntegration[],
  entity: Entity,
): ProjectRef | undefined {
  const annotations = entity.metadata.annotations ?? {};
  const location = annotations[ANNOTATION_SOURCE_LOCATION]?.replace(
    /^url:/,
    '',
  );
  const source = location ? projectOfUrl(integrations, location) : undefined;
  const project = projectOfSlug(
    annotations[projectSlugAnnotation],
    source,
    integrations,
  );
  const workflow = annotations[workflowAnnotation]?.trim();
  if (!project || !workflow) {
    return project;
  }
  const folder = folderOfTree(
    annotations[ANNOTATION_SOURCE_LOCATION]?.replace(/^url:/, '') ?? '',
  );
  return { ...project, pipeline: workflow, ...(folder && { folder }) };
}

function projectOfSlug(
  slug: string | undefined,
  source: ProjectRef | undefined,
  integrations: readonly GithubIntegration[],
): ProjectRef | undefined {
  if (!slug) {
    return source;
  }
  const path = repositoryPath(slug);
  const host = source?.host ?? integrations[0]?.config.host;
  return path && host ? { provider: 'github', host, path } : undefined;
}
