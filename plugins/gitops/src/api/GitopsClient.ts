import { parseEntityRef } from '@backstage/catalog-model';
import type { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
import type {
  ApplicationId,
  ApplicationsResponse,
  Commit,
  Deployment,
  EntityDelivery,
  Environment,
  PodSummary,
  SealingCertificate,
  SummariesRequest,
  SummariesResponse,
} from '@slipway/plugin-gitops-common';
import { ChangeFeed } from './ChangeFeed';
import type {
  ApplicationsQuery,
  ChangeNotice,
  GitopsApi,
  PipelineAction,
} from './GitopsApi';

type Query = Readonly<Record<string, string | undefined>>;

const path = (...segments: readonly string[]) =>
  `/v1/${segments.map(encodeURIComponent).join('/')}`;

const entityPath = (entityRef: string, leaf: string) => {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return path(
    'entities',
    kind.toLocaleLowerCase('en-US'),
    namespace.toLocaleLowerCase('en-US'),
    name.toLocaleLowerCase('en-US'),
    leaf,
  );
};

const applicationPath = (id: ApplicationId, ...leaf: readonly string[]) =>
  path('applications', id.instance, id.name, ...leaf);

/** Talks to the `gitops` backend through the app's own fetch, which carries the user's token. @public */
export class GitopsClient implements GitopsApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;
  readonly #changes: ChangeFeed;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
    this.#changes = new ChangeFeed({
      open: (entityRefs, signal) => this.#openChanges(entityRefs, signal),
    });
  }

  async environments(): Promise<readonly Environment[]> {
    const { items } = await this.#get<{ items: Environment[] }>(
      path('environments'),
    );
    return items;
  }

  delivery(entityRef: string): Promise<EntityDelivery> {
    return this.#get(entityPath(entityRef, 'delivery'));
  }

  async summaries(entityRefs: readonly string[]): Promise<SummariesResponse> {
    const body: SummariesRequest = { entityRefs };
    const response = await this.#send('POST', path('summaries'), { body });
    return response.json();
  }

  async applications(query: ApplicationsQuery): Promise<readonly Deployment[]> {
    const { items } = await this.#get<ApplicationsResponse>(
      path('applications'),
      { ...query },
    );
    return items;
  }

  revision(id: ApplicationId, revision: string): Promise<Commit> {
    return this.#get(applicationPath(id, 'revisions', revision), {
      namespace: id.namespace,
    });
  }

  pods(id: ApplicationId): Promise<PodSummary> {
    return this.#get(applicationPath(id, 'pods'), { namespace: id.namespace });
  }

  async sync(id: ApplicationId): Promise<void> {
    await this.#send('POST', applicationPath(id, 'sync'), {
      query: { namespace: id.namespace },
    });
  }

  async terminate(id: ApplicationId): Promise<void> {
    await this.#send('POST', applicationPath(id, 'terminate'), {
      query: { namespace: id.namespace },
    });
  }

  async runPipeline(entityRef: string, action: PipelineAction): Promise<void> {
    await this.#send('POST', entityPath(entityRef, 'pipeline'), {
      body: action,
    });
  }

  sealingCertificate(environment: string): Promise<SealingCertificate> {
    return this.#get(path('sealing-certificates', environment));
  }

  subscribe(
    entityRefs: readonly string[],
    listener: (notice: ChangeNotice) => void,
  ): () => void {
    return this.#changes.subscribe(entityRefs, listener);
  }

  async #openChanges(entityRefs: readonly string[], signal: AbortSignal) {
    const search = new URLSearchParams(
      entityRefs.map(entityRef => ['entityRef', entityRef]),
    );
    const base = await this.#discoveryApi.getBaseUrl('gitops');
    const response = await this.#fetchApi.fetch(
      `${base}${path('changes')}?${search}`,
      { signal, headers: { Accept: 'text/event-stream' } },
    );
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }

  async #get<T>(resource: string, query?: Query): Promise<T> {
    const response = await this.#send('GET', resource, { query });
    return response.json();
  }

  async #send(
    method: string,
    resource: string,
    options: { readonly query?: Query; readonly body?: unknown } = {},
  ): Promise<Response> {
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined) {
        search.set(key, value);
      }
    }
    const base = await this.#discoveryApi.getBaseUrl('gitops');
    const suffix = search.size > 0 ? `?${search}` : '';
    const response = await this.#fetchApi.fetch(`${base}${resource}${suffix}`, {
      method,
      ...(options.body !== undefined
        ? {
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify(options.body),
          }
        : {}),
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}
