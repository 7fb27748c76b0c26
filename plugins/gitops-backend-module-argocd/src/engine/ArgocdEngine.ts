import { NotFoundError } from '@backstage/errors';
import type { Application, ApplicationId } from '@slipway/plugin-gitops-common';
import type {
  CallOptions,
  DeploymentEngine,
} from '@slipway/plugin-gitops-node';
import type {
  ArgocdClient,
  ArgocdApplicationScope,
} from '../client/ArgocdClient';
import { answerStatus } from '../client/ArgocdAnswerError';
import type { ArgocdApplication } from '../client/wire';
import { imagesOfManifests } from './imagesOfManifests';
import { mapApplication } from './mapApplication';
import { summarizePods } from './summarizePods';
import { watchApplications, type WatchTimes } from './watchApplications';

/** What Argo CD answers when it cannot render: gRPC's InvalidArgument, NotFound and Unknown. */
const NOT_RENDERED = [400, 404, 500];

/**
 * One Argo CD as a deployment engine.
 * @public
 */
export class ArgocdEngine implements DeploymentEngine {
  readonly instance: string;
  readonly title: string;
  readonly #client: ArgocdClient;
  readonly #pages: string;
  readonly #times: WatchTimes | undefined;

  constructor(options: {
    readonly client: ArgocdClient;
    /** Where people reach Argo CD's pages, without a trailing slash. */
    readonly pages: string;
    readonly times?: WatchTimes;
  }) {
    this.instance = options.client.instance;
    this.title = options.client.title;
    this.#client = options.client;
    this.#pages = options.pages;
    this.#times = options.times;
  }

  watch({ signal }: { readonly signal: AbortSignal }) {
    const map = (wire: ArgocdApplication) =>
      mapApplication(wire, {
        instance: this.instance,
        pages: this.#pages,
        observedAt: new Date().toISOString(),
      });
    return watchApplications(this.#client, map, signal, this.#times);
  }

  async imagesOfRevisions(
    application: Application,
    revisions: readonly string[],
    options: CallOptions = {},
  ): Promise<readonly string[]> {
    const { name } = application.id;
    try {
      const scope = scopeOf(application, options);
      return imagesOfManifests(
        await this.#client.renderManifests(name, revisions, scope),
      );
    } catch (error) {
      if (!NOT_RENDERED.includes(answerStatus(error) ?? 0)) throw error;
      throw new NotFoundError(
        `${this.title} cannot render application “${name}” at ${revisions.join(', ')}`,
        error instanceof Error ? error.cause : error,
      );
    }
  }

  async pods(id: ApplicationId, { signal }: CallOptions = {}) {
    const { name, namespace } = id;
    const found = await this.#client.getApplication(name, {
      namespace,
      signal,
    });
    if (!found)
      throw new NotFoundError(`${this.title} has no application “${name}”`);
    const project = found.spec?.project;
    return summarizePods(
      await this.#client.getResourceTree(name, { project, namespace, signal }),
    );
  }

  async sync(
    application: Application,
    options: CallOptions = {},
  ): Promise<void> {
    await this.#client.syncApplication(
      application.id.name,
      scopeOf(application, options),
    );
  }

  async terminate(
    application: Application,
    options: CallOptions = {},
  ): Promise<void> {
    await this.#client.terminateOperation(
      application.id.name,
      scopeOf(application, options),
    );
  }
}

function scopeOf(
  { id, project }: Application,
  { signal }: CallOptions,
): ArgocdApplicationScope {
  return { project, namespace: id.namespace, signal };
}
