import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { seconds } from '../cluster';
import { sameJson } from '../render/json';
import { JsonFile, type Clock } from '../state';
import {
  argocdNamespace,
  type Application,
  type Project,
  type ProjectSpec,
} from './model';

/** A change of one application, as Kubernetes' watch tells it. */
export interface ApplicationEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly application: Application;
}

const stateSchema = z.object({
  resourceVersion: z.number(),
  applications: z.array(z.custom<Application>(value => value !== null)),
  projects: z.array(z.custom<Project>(value => value !== null)),
  repositories: z.array(z.string()),
  credentialTemplates: z.array(z.string()),
});

type State = z.infer<typeof stateSchema>;

const defaultProject: ProjectSpec = {
  sourceRepos: ['*'],
  destinations: [{ server: '*', namespace: '*' }],
  clusterResourceWhitelist: [{ group: '*', kind: '*' }],
};

/** Applications, projects and repositories, with one growing resource version, as the API server keeps them. */
export class ArgocdStore {
  readonly #clock: Clock;
  readonly #applications: Map<string, Application>;
  readonly #projects: Map<string, Project>;
  readonly #repositories: Set<string>;
  readonly #credentialTemplates: Set<string>;
  readonly #listeners = new Set<(event: ApplicationEvent) => void>();
  readonly #file: JsonFile<State> | undefined;
  #resourceVersion: number;

  constructor(options: { readonly file?: string; readonly clock: Clock }) {
    const { file, clock } = options;
    const found = file
      ? JsonFile.read(file, value => stateSchema.parse(value))
      : undefined;
    this.#clock = clock;
    this.#resourceVersion = found?.resourceVersion ?? 100;
    this.#applications = new Map(
      found?.applications.map(application => [
        application.metadata.name,
        application,
      ]),
    );
    this.#projects = new Map(
      found?.projects.map(project => [project.metadata.name, project]),
    );
    this.#repositories = new Set(found?.repositories);
    this.#credentialTemplates = new Set(found?.credentialTemplates);
    this.#file = file ? new JsonFile(file, () => this.#snapshot()) : undefined;
    if (!this.#projects.has('default')) {
      this.putProject('default', { spec: defaultProject });
    }
  }

  get resourceVersion(): string {
    return String(this.#resourceVersion);
  }

  /** By name. */
  applications(): readonly Application[] {
    return [...this.#applications.values()].sort((a, b) =>
      a.metadata.name < b.metadata.name ? -1 : 1,
    );
  }

  application(name: string): Application | undefined {
    return this.#applications.get(name);
  }

  addApplication(
    application: Pick<Application, 'spec' | 'status'> & {
      readonly metadata: Pick<
        Application['metadata'],
        'name' | 'labels' | 'annotations' | 'finalizers'
      >;
    },
  ): Application {
    const added: Application = {
      ...application,
      metadata: {
        ...application.metadata,
        namespace: argocdNamespace,
        uid: randomUUID(),
        resourceVersion: this.#next(),
        generation: 1,
        creationTimestamp: this.#now(),
      },
    };
    this.#applications.set(added.metadata.name, added);
    this.#emit('ADDED', added);
    return added;
  }

  /** Replaces an application; nothing happens when nothing differs. */
  updateApplication(
    name: string,
    change: (application: Application) => Application,
  ): Application | undefined {
    const old = this.#applications.get(name);
    if (!old) {
      return undefined;
    }
    const changed = change(old);
    if (sameJson(changed, old)) {
      return old;
    }
    const next: Application = {
      ...changed,
      metadata: {
        ...changed.metadata,
        generation: old.metadata.generation + 1,
        resourceVersion: this.#next(),
      },
    };
    this.#applications.set(name, next);
    this.#emit('MODIFIED', next);
    return next;
  }

  removeApplication(name: string): void {
    const old = this.#applications.get(name);
    if (old) {
      this.#applications.delete(name);
      const resourceVersion = this.#next();
      this.#emit('DELETED', {
        ...old,
        metadata: { ...old.metadata, resourceVersion },
      });
    }
  }

  /** By name. */
  projects(): readonly Project[] {
    return [...this.#projects.values()].sort((a, b) =>
      a.metadata.name < b.metadata.name ? -1 : 1,
    );
  }

  project(name: string): Project | undefined {
    return this.#projects.get(name);
  }

  putProject(
    name: string,
    input: Pick<Project, 'spec'> & {
      readonly metadata?: Pick<
        Project['metadata'],
        'labels' | 'annotations' | 'finalizers'
      >;
    },
  ): Project {
    const old = this.#projects.get(name);
    const { labels, annotations, finalizers } =
      input.metadata ?? old?.metadata ?? {};
    const project: Project = {
      metadata: {
        name,
        namespace: argocdNamespace,
        uid: old?.metadata.uid ?? randomUUID(),
        resourceVersion: this.#next(),
        generation: (old?.metadata.generation ?? 0) + 1,
        creationTimestamp: old?.metadata.creationTimestamp ?? this.#now(),
        ...(labels && { labels }),
        ...(annotations && { annotations }),
        ...(finalizers && { finalizers }),
      },
      spec: input.spec,
      status: {},
    };
    this.#projects.set(name, project);
    this.#file?.save();
    return project;
  }

  removeProject(name: string): void {
    this.#projects.delete(name);
    this.#file?.save();
  }

  /** URLs only: credentials are accepted and thrown away. */
  get repositories(): ReadonlySet<string> {
    return this.#repositories;
  }

  get credentialTemplates(): ReadonlySet<string> {
    return this.#credentialTemplates;
  }

  setRegistered(
    kind: 'repositories' | 'credentialTemplates',
    url: string,
    present: boolean,
  ): void {
    const set =
      kind === 'repositories' ? this.#repositories : this.#credentialTemplates;
    if (present) {
      set.add(url);
    } else {
      set.delete(url);
    }
    this.#file?.save();
  }

  /** Calls the listener after each change of an application; the answer unsubscribes. */
  onEvent(listener: (event: ApplicationEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#file?.flush();
  }

  #emit(type: ApplicationEvent['type'], application: Application): void {
    this.#file?.save();
    for (const listener of this.#listeners) {
      listener({ type, application });
    }
  }

  #next(): string {
    this.#resourceVersion += 1;
    return String(this.#resourceVersion);
  }

  #now(): string {
    return seconds(this.#clock.now().toISOString());
  }

  #snapshot(): State {
    return {
      resourceVersion: this.#resourceVersion,
      applications: this.applications() as Application[],
      projects: this.projects() as Project[],
      repositories: [...this.#repositories],
      credentialTemplates: [...this.#credentialTemplates],
    };
  }
}
