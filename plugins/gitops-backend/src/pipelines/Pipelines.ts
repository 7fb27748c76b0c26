import type { Entity } from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import type {
  PipelineRun,
  ProjectRef,
  SourceStatus,
} from '@slipway/plugin-gitops-common';
import type {
  PipelineCommand,
  PipelineProvider,
} from '@slipway/plugin-gitops-node';
import type { ChangeHub, WatchedProject } from '../changes';
import { Batcher } from '../concurrency';
import { toUpstreamError } from '../errors';
import { PipelineHosts } from './PipelineHosts';
import { hostKey, projectKey, repositoryKey } from './projectKey';
import { RefreshingCache } from './RefreshingCache';

/** What is known of a project's newest runs. */
export interface RecentRuns {
  readonly runs: readonly PipelineRun[];
  /** The provider says that there is no such project, or does not show it to us. */
  readonly missing: boolean;
}

interface Latest {
  readonly run: PipelineRun | undefined;
}

type LatestBatcher = Batcher<ProjectRef, PipelineRun | undefined>;

const shownRuns = 20;
const batchWindowMs = 15;
const batchMax = 50;
const callTimeoutMs = 15_000;
const settleMs = 100;
const activeStates: readonly PipelineRun['status'][] = [
  'created',
  'pending',
  'running',
];

export interface PipelinesOptions {
  readonly providers: ReadonlyMap<string, PipelineProvider>;
  readonly hub: ChangeHub;
  readonly cacheTtlMs: number;
  readonly pollIntervalMs: number;
}

/** Pipelines of all providers: cached, shared between those who look, and refreshed only while somebody does. */
export class Pipelines {
  readonly #providers: ReadonlyMap<string, PipelineProvider>;
  readonly #hub: ChangeHub;
  readonly #hosts: PipelineHosts;
  readonly #latest: RefreshingCache<Latest>;
  readonly #recent: RefreshingCache<RecentRuns>;
  readonly #batchers = new Map<string, LatestBatcher>();
  readonly #settling = new Map<string, NodeJS.Timeout>();

  constructor(options: PipelinesOptions) {
    this.#providers = options.providers;
    this.#hub = options.hub;
    this.#hosts = new PipelineHosts({
      firstRestMs: options.pollIntervalMs,
      onStatusChanged: project => this.#tellHost(project),
    });
    const shared = {
      ttlMs: options.cacheTtlMs,
      mayFetch: (project: ProjectRef) => this.#hosts.mayAsk(project),
    };
    this.#latest = new RefreshingCache({
      ...shared,
      fetch: async project => ({
        run: await this.#batcher(project).get(project),
      }),
      onChanged: project => {
        this.#recent.invalidate(project);
        this.#hub.projectChanged(project);
      },
    });
    this.#recent = new RefreshingCache({
      ...shared,
      fetch: project => this.#fetchRecent(project),
      onChanged: project => {
        this.#latest.invalidate(project);
        this.#hub.projectChanged(project);
      },
    });
  }

  /** The project that an entity's annotations name for the first provider that is meant. */
  projectOf(entity: Entity): ProjectRef | undefined {
    for (const provider of this.#providers.values()) {
      const project = provider.projectOf(entity);
      if (project) {
        return project;
      }
    }
    return undefined;
  }

  /** The newest run, without stages. */
  async latest(
    project: ProjectRef,
    budgetMs: number,
  ): Promise<PipelineRun | undefined> {
    return (await this.#latest.get(project, budgetMs))?.run;
  }

  /** The newest runs, the first with its stages. Undefined when nothing arrived within the budget. */
  recent(
    project: ProjectRef,
    budgetMs: number,
  ): Promise<RecentRuns | undefined> {
    return this.#recent.get(project, budgetMs);
  }

  status(project: ProjectRef): SourceStatus {
    return this.#hosts.status(project);
  }

  /** Carries out a command. Throws the provider's refusal as an error of ours that names the system. */
  async run(project: ProjectRef, command: PipelineCommand): Promise<void> {
    const provider = this.#provider(project);
    try {
      await provider.run(project, command, {
        signal: AbortSignal.timeout(callTimeoutMs),
      });
    } catch (error) {
      throw toUpstreamError(this.#hosts.nameOf(project), error);
    }
    this.changed(project);
  }

  /**
   * Something happened to a project's pipelines: who looks at it is told, who comes later gets what is new. Webhooks do not say
   * which of a shared project's pipelines they are about, so all of them are meant.
   */
  changed(project: ProjectRef): void {
    const repository = repositoryKey(project);
    const watched = this.#hub
      .watchedProjects()
      .filter(candidate => repositoryKey(candidate.project) === repository);
    this.#invalidate(project);
    for (const one of watched) {
      this.#invalidate(one.project);
      this.#renewSoon(one);
    }
  }

  /** Asks once for everything that somebody looks at. Never rejects. */
  async poll(): Promise<void> {
    await Promise.all(
      this.#hub
        .watchedProjects()
        .filter(({ project }) => this.#hosts.mayAsk(project))
        .map(watched =>
          this.#wantsJobs(watched)
            ? this.#recent.refresh(watched.project)
            : this.#latest.refresh(watched.project),
        ),
    );
  }

  stop(): void {
    for (const timer of this.#settling.values()) {
      clearTimeout(timer);
    }
  }

  #invalidate(project: ProjectRef): void {
    this.#latest.invalidate(project);
    this.#recent.invalidate(project);
  }

  #renewSoon(watched: WatchedProject): void {
    const key = projectKey(watched.project);
    if (this.#settling.has(key)) {
      return;
    }
    // Webhooks come in bursts, one for every job.
    const timer = setTimeout(() => {
      this.#settling.delete(key);
      void this.#renew(watched);
    }, settleMs);
    this.#settling.set(key, timer);
  }

  async #renew({ project, detail }: WatchedProject): Promise<void> {
    await Promise.all([
      this.#latest.renew(project),
      ...(detail ? [this.#recent.renew(project)] : []),
    ]);
  }

  /** A run at rest cannot change without `latest` telling it; of one under way the jobs do. */
  #wantsJobs({ project, detail }: WatchedProject): boolean {
    const status = this.#recent.peek(project)?.runs[0]?.status;
    return detail && status !== undefined && activeStates.includes(status);
  }

  async #fetchRecent(project: ProjectRef): Promise<RecentRuns> {
    try {
      const runs = await this.#hosts.call(project, async () =>
        this.#provider(project).recent(project, {
          limit: shownRuns,
          signal: AbortSignal.timeout(callTimeoutMs),
        }),
      );
      return { runs, missing: false };
    } catch (error) {
      if (error instanceof Error && error.name === 'NotFoundError') {
        return { runs: [], missing: true };
      }
      throw error;
    }
  }

  #batcher(project: ProjectRef): LatestBatcher {
    const key = hostKey(project);
    const known = this.#batchers.get(key);
    if (known) {
      return known;
    }
    const batcher: LatestBatcher = new Batcher({
      load: projects =>
        this.#hosts.call(project, async () =>
          this.#provider(project).latest(projects, {
            signal: AbortSignal.timeout(callTimeoutMs),
          }),
        ),
      windowMs: batchWindowMs,
      max: batchMax,
    });
    this.#batchers.set(key, batcher);
    return batcher;
  }

  #provider(project: ProjectRef): PipelineProvider {
    const provider = this.#providers.get(project.provider);
    if (!provider) {
      throw new NotFoundError(
        `No pipeline provider “${project.provider}” is installed`,
      );
    }
    return provider;
  }

  #tellHost(hostOf: ProjectRef): void {
    for (const { project } of this.#hub.watchedProjects()) {
      if (hostKey(project) === hostKey(hostOf)) {
        this.#hub.projectChanged(project);
      }
    }
  }
}
