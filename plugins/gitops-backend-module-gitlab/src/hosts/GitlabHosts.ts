import type { Entity } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { NotFoundError } from '@backstage/errors';
import {
  ScmIntegrations,
  type GitLabIntegration,
} from '@backstage/integration';
import type { ProjectRef } from '@slipway/plugin-gitops-common';
import { GitlabClient } from '../client/GitlabClient';
import type { GitlabHttpOptions } from '../client/GitlabHttp';
import { projectOfEntity } from './projectOfEntity';
import { projectOfUrl } from './projectOfUrl';

/** The GitLab hosts under `integrations.gitlab`, with one client each. */
export class GitlabHosts {
  readonly #integrations: readonly GitLabIntegration[];
  readonly #clients: ReadonlyMap<string, GitlabClient>;

  static fromConfig(config: Config, options?: GitlabHttpOptions): GitlabHosts {
    return new GitlabHosts(
      ScmIntegrations.fromConfig(config).gitlab.list(),
      options,
    );
  }

  constructor(
    integrations: readonly GitLabIntegration[],
    options?: GitlabHttpOptions,
  ) {
    this.#integrations = integrations;
    this.#clients = new Map(
      integrations.map(integration => [
        integration.config.host,
        new GitlabClient(integration, options),
      ]),
    );
  }

  projectOfEntity(entity: Entity): ProjectRef | undefined {
    return projectOfEntity(this.#integrations, entity);
  }

  projectOfUrl(url: string): ProjectRef | undefined {
    return projectOfUrl(this.#integrations, url);
  }

  /** Undefined when the host is not configured. */
  find(host: string): GitlabClient | undefined {
    return this.#clients.get(host);
  }

  clientOf(project: ProjectRef): GitlabClient {
    const client = this.find(project.host);
    if (!client) {
      throw new NotFoundError(
        `GitLab ${project.host} is not configured under integrations.gitlab`,
      );
    }
    return client;
  }

  /** Address of the host's pages, without a slash at the end. */
  baseUrlOf(host: string): string | undefined {
    return this.#integrations.find(({ config }) => config.host === host)?.config
      .baseUrl;
  }
}
