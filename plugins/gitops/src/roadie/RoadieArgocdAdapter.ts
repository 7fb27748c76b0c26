import { NotFoundError } from '@backstage/errors';
import type { ArgoCDApi } from '@roadiehq/backstage-plugin-argo-cd';
import type { ApplicationsQuery, GitopsApi } from '../api';
import { mapDeployment } from './mapDeployment';

/**
 * Roadie's Argo CD API over ours, so that its cards show the same data without its backend. The `url` that its components
 * pass, a path of the proxy, has no meaning here.
 */
export class RoadieArgocdAdapter implements ArgoCDApi {
  readonly #api: GitopsApi;

  constructor(api: GitopsApi) {
    this.#api = api;
  }

  async listApps(options: {
    appSelector?: string;
    appNamespace?: string;
    projectName?: string;
  }) {
    return this.#list({
      selector: options.appSelector || undefined,
      project: options.projectName || undefined,
      namespace: options.appNamespace || undefined,
    });
  }

  async getAppListDetails(options: {
    appSelector: string;
    appNamespace?: string;
    instance?: string;
  }) {
    return this.#list({
      selector: options.appSelector,
      namespace: options.appNamespace || undefined,
      instance: options.instance,
    });
  }

  async getAppDetails(options: {
    appName: string;
    appNamespace?: string;
    instance?: string;
  }) {
    const { items } = await this.#list({
      name: options.appName,
      namespace: options.appNamespace || undefined,
      instance: options.instance,
    });
    const [application] = items;
    if (!application) {
      throw new NotFoundError(`No application is called ${options.appName}`);
    }
    return application;
  }

  async serviceLocatorUrl(options: {
    appName?: string;
    appSelector?: string;
    appNamespace?: string;
  }) {
    const deployments = await this.#api.applications({
      name: options.appName || undefined,
      selector: options.appSelector || undefined,
      namespace: options.appNamespace || undefined,
    });
    const ids = deployments.map(({ application }) => application.id);
    return [...new Set(ids.map(({ instance }) => instance))].map(instance => ({
      name: instance,
      url: instance,
      appName: ids.filter(id => id.instance === instance).map(id => id.name),
    }));
  }

  async getRevisionDetails(options: {
    app: string;
    appNamespace?: string;
    revisionID: string;
    instanceName?: string;
  }) {
    try {
      const commit = await this.#api.revision(
        {
          instance: options.instanceName ?? (await this.#instanceOf(options)),
          name: options.app,
          namespace: options.appNamespace || undefined,
        },
        options.revisionID,
      );
      return {
        author: commit.authorName ?? 'unknown',
        date: commit.authoredAt,
        message: commit.title,
      };
    } catch {
      // Their history card waits for all revisions together: one that is gone must not leave the others “Loading…”.
      return { author: 'n/a', date: undefined, message: 'n/a' };
    }
  }

  async #instanceOf(options: { app: string; appNamespace?: string }) {
    const [found] = await this.#api.applications({
      name: options.app,
      namespace: options.appNamespace || undefined,
    });
    if (!found) {
      throw new NotFoundError(`No application is called ${options.app}`);
    }
    return found.application.id.instance;
  }

  async #list(query: ApplicationsQuery) {
    const deployments = await this.#api.applications(query);
    return { items: deployments.map(mapDeployment) };
  }
}
