import { fileWrites } from '../git';
import type { SandboxWorld } from '../SandboxWorld';
import type { WorldClock } from '../WorldClock';
import { ago, releaseBot, type Duration, type Person } from './people';
import { pipelineJobs, type PipelineOutcome } from './pipelineJobs';
import {
  imageOf,
  overlayFile,
  serviceFiles,
  workloadsOf,
  type SeedService,
} from './serviceFiles';
import { settleApplications } from './settleApplications';

export interface SeedContext {
  readonly world: SandboxWorld;
  readonly clock: WorldClock;
  readonly gitlabUrl: string;
  readonly githubUrl: string;
  /** The moment at which the seeded past ends. */
  readonly now: Date;
}

/** Writes the past of one service, in the order in which it happened: commits, pipelines, releases. */
export class ServiceStory {
  readonly #context: SeedContext;
  readonly #service: SeedService;
  readonly #extraResources = new Map<string, readonly string[]>();

  private constructor(context: SeedContext, service: SeedService) {
    this.#context = context;
    this.#service = service;
  }

  /** The repository, the AppProject and an Application for each environment; nothing is released yet. */
  static async begin(
    context: SeedContext,
    service: SeedService,
    options: { readonly since: Duration; readonly by: Person },
  ): Promise<ServiceStory> {
    const story = new ServiceStory(context, service);
    const { world, clock, now } = context;
    const createdAt = ago(now, options.since);
    clock.set(createdAt);
    await world.gitlab.projects.create({
      namespace: 'demo',
      path: service.name,
      description: service.description,
      createdAt,
    });
    const overlays = Object.fromEntries(
      service.environments.map(environment => [
        `k8s/overlays/${environment}/kustomization.yaml`,
        overlayFile(service, environment, 'unreleased'),
      ]),
    );
    await story.#write(
      { ...serviceFiles(service, context.gitlabUrl), ...overlays },
      {
        message: `feat: ${service.title} from the template`,
        author: options.by,
        date: createdAt,
      },
    );
    story.#register();
    return story;
  }

  get name(): string {
    return this.#service.name;
  }

  /** A change of the source; answers its SHA. */
  async commit(by: Person, title: string, when: Duration): Promise<string> {
    const { world, now } = this.#context;
    const path = 'src/app.py';
    const text = await world.gitlab.git.readFile(
      this.#repository,
      'main',
      path,
    );
    return this.#write(
      { [path]: `${text}\n# ${title.replace(/^\w+: /, '')}\n` },
      { message: title, author: by, date: ago(now, when) },
    );
  }

  /** More manifests for one environment, listed in its overlay from the next release on. */
  async addManifest(
    environment: string,
    file: string,
    content: string,
    by: Person,
    title: string,
    when: Duration,
  ): Promise<void> {
    this.#extraResources.set(environment, [
      ...(this.#extraResources.get(environment) ?? []),
      file,
    ]);
    await this.#write(
      { [`k8s/overlays/${environment}/${file}`]: content },
      { message: title, author: by, date: ago(this.#context.now, when) },
    );
  }

  /** A pipeline of a commit, as it ended or as it stands. */
  pipeline(sha: string, when: Duration, outcome: PipelineOutcome): void {
    const { world, now } = this.#context;
    const createdAt = ago(now, when);
    if (outcome.imageBuilt) {
      for (const workload of workloadsOf(this.#service)) {
        world.gitlab.images.push(
          `${imageOf(this.#service, workload)}:${sha.slice(0, 8)}`,
          {
            at: createdAt,
            commit: sha,
          },
        );
      }
    }
    world.gitlab.pipelines.record({
      project: this.#repository,
      sha,
      createdAt,
      status: outcome.status,
      jobs: pipelineJobs(this.#service, createdAt, outcome),
    });
  }

  /** Writes the tag of a commit into an overlay, and lets Argo CD do what it does about it. */
  async release(
    environment: string,
    sha: string,
    when: Duration,
  ): Promise<void> {
    const { clock, now } = this.#context;
    const tag = sha.slice(0, 8);
    const date = ago(now, when);
    const extra = this.#extraResources.get(environment);
    await this.#write(
      {
        [`k8s/overlays/${environment}/kustomization.yaml`]: overlayFile(
          this.#service,
          environment,
          tag,
          extra,
        ),
      },
      {
        message: `release(${environment}) ${tag} [skip ci]`,
        author: releaseBot,
        date,
      },
    );
    clock.set(date);
    await this.settle();
  }

  /** Time passes until nothing more happens. */
  async settle(): Promise<void> {
    const names = this.#service.environments.map(
      environment => `${this.name}-${environment}`,
    );
    await settleApplications(this.#context, names);
  }

  /** Changes how Argo CD syncs one environment. */
  syncPolicy(
    environment: string,
    automated: { prune: boolean; selfHeal: boolean } | undefined,
  ): void {
    this.#context.world.argocd.store.updateApplication(
      `${this.name}-${environment}`,
      application => ({
        ...application,
        spec: {
          ...application.spec,
          syncPolicy: { ...application.spec.syncPolicy, automated },
        },
      }),
    );
  }

  /** Reference of the service's own image at a tag. */
  image(tag: string): string {
    return `${imageOf(this.#service, this.name)}:${tag}`;
  }

  get #repository(): string {
    return `demo/${this.name}`;
  }

  async #write(
    files: Readonly<Record<string, string>>,
    commit: {
      readonly message: string;
      readonly author: Person | typeof releaseBot;
      readonly date: Date;
    },
  ): Promise<string> {
    const actions = fileWrites(files);
    const { git } = this.#context.world.gitlab;
    const options = { ...commit, notify: false };
    return (await git.commitFiles(this.#repository, 'main', actions, options))
      .sha;
  }

  #register(): void {
    const { world, gitlabUrl } = this.#context;
    const { store } = world.argocd;
    const { name, environments } = this.#service;
    const repoURL = `${gitlabUrl}/${this.#repository}.git`;
    const server = 'https://kubernetes.default.svc';
    store.putProject(name, {
      spec: {
        description: this.#service.description,
        sourceRepos: [repoURL],
        destinations: [{ server, namespace: `${name}-*` }],
      },
    });
    for (const environment of environments) {
      store.addApplication({
        metadata: {
          name: `${name}-${environment}`,
          labels: {
            'gitops/component': name,
            'gitops/environment': environment,
          },
          finalizers: ['resources-finalizer.argocd.argoproj.io'],
        },
        spec: {
          project: name,
          source: {
            repoURL,
            path: `k8s/overlays/${environment}`,
            targetRevision: 'main',
          },
          destination: { server, namespace: `${name}-${environment}` },
          syncPolicy: {
            automated: { prune: true, selfHeal: true },
            syncOptions: ['CreateNamespace=true'],
          },
        },
        status: {
          sync: {
            status: '',
            comparedTo: { source: { repoURL: '' }, destination: {} },
          },
          health: {},
          summary: {},
          sourceHydrator: {},
        },
      });
    }
  }
}
