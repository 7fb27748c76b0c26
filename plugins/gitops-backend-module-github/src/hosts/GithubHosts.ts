import type { Entity } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { NotFoundError } from '@backstage/errors';
import {
  DefaultGithubCredentialsProvider,
  ScmIntegrations,
  type GithubIntegration,
  type ScmIntegrationRegistry,
} from '@backstage/integration';
import type { ProjectRef } from '@slipway/plugin-gitops-common';
import { GithubClient } from '../client/GithubClient';
import type { GithubHttpOptions } from '../client/GithubHttp';
import { projectOfEntity } from './projectOfEntity';
import { projectOfUrl } from './projectOfUrl';

/** The GitHub hosts under `integrations.github`, with one client each. */
export class GithubHosts {
  readonly #integrations: readonly GithubIntegration[];
  readonly #clients: ReadonlyMap<string, GithubClient>;

  static fromConfig(config: Config, options?: GithubHttpOptions): GithubHosts {
    return new GithubHosts(ScmIntegrations.fromConfig(config), options);
  }

  constructor(
    integrations: ScmIntegrationRegistry,
    options?: GithubHttpOptions,
  ) {
    const credentials =
      DefaultGithubCredentialsProvider.fromIntegrations(integrations);
    // Without an address of its API a host can only be linked to.
    this.#integrations = integrations.github
      .list()
      .filter(({ config }) => config.apiBaseUrl);
    this.#clients = new Map(
      this.#integrations.map(({ config }) => [
        config.host,
        new GithubClient(config, credentials, options),
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
  find(host: string): GithubClient | undefined {
    return this.#clients.get(host);
  }

  clientOf(project: ProjectRef): GithubClient {
    const client = this.find(project.host);
    if (!client) {
      throw new NotFoundError(
        `GitHub ${project.host} is not configured under integrations.github`,
      );
    }
    return client;
  }

  /** Projects that can share a query: those of one host, and of one owner where a GitHub App has a token for each. */
  groupByCredentials(
    projects: readonly ProjectRef[],
  ): readonly (readonly [ProjectRef, ...ProjectRef[]])[] {
    const groups = new Map<string, [ProjectRef, ...ProjectRef[]]>();
    for (const project of projects) {
      const { host, path } = project;
      const apps = this.#integrations.find(({ config }) => config.host === host)
        ?.config.apps;
      const owner = apps?.length ? path.split('/')[0].toLowerCase() : '';
      const group = groups.get(`${host}\n${owner}`);
      if (group) {
        group.push(project);
      } else {
        groups.set(`${host}\n${owner}`, [project]);
      }
    }
    return [...groups.values()];
  }
}
