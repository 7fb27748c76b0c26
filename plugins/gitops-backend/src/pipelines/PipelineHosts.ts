import type { ProjectRef, SourceStatus } from '@slipway/plugin-gitops-common';
import { SourceHealth } from '../sources';
import { hostKey } from './projectKey';

interface Host {
  readonly health: SourceHealth;
  failures: number;
  restUntil: number;
}

const longestRestMs = 60_000;
const knownTitles: Readonly<Record<string, string>> = {
  github: 'GitHub',
  gitlab: 'GitLab',
};

/** How the systems behind the pipelines are, and which rest after a failure before they are asked again. */
export class PipelineHosts {
  readonly #hosts = new Map<string, Host>();
  readonly #firstRestMs: number;
  readonly #onStatusChanged: (hostOf: ProjectRef) => void;

  constructor(options: {
    readonly firstRestMs: number;
    readonly onStatusChanged: (hostOf: ProjectRef) => void;
  }) {
    this.#firstRestMs = options.firstRestMs;
    this.#onStatusChanged = options.onStatusChanged;
  }

  /** For people, for example `GitLab gitlab.example.com`. */
  nameOf(project: ProjectRef): string {
    return `${knownTitles[project.provider] ?? project.provider} ${project.host}`;
  }

  status(project: ProjectRef): SourceStatus {
    return this.#host(project).health.current;
  }

  mayAsk(project: ProjectRef): boolean {
    return this.#host(project).restUntil <= Date.now();
  }

  /** Runs a call to a project's host, and learns from how it ends. That a project is missing says nothing against the host. */
  async call<T>(project: ProjectRef, run: () => Promise<T>): Promise<T> {
    try {
      const result = await run();
      this.#arrived(project);
      return result;
    } catch (error) {
      if (error instanceof Error && error.name === 'NotFoundError') {
        this.#arrived(project);
      } else {
        this.#failed(project, error);
      }
      throw error;
    }
  }

  #arrived(project: ProjectRef): void {
    const host = this.#host(project);
    const wasUnreachable = host.health.current.state === 'unreachable';
    host.failures = 0;
    host.restUntil = 0;
    host.health.arrived(new Date().toISOString());
    if (wasUnreachable) {
      this.#onStatusChanged(project);
    }
  }

  #failed(project: ProjectRef, error: unknown): void {
    const host = this.#host(project);
    const rest = Math.min(
      this.#firstRestMs * 2 ** Math.min(host.failures, 10),
      longestRestMs,
    );
    host.failures += 1;
    host.restUntil = Date.now() + rest;
    if (host.health.failed(error)) {
      this.#onStatusChanged(project);
    }
  }

  #host(project: ProjectRef): Host {
    const key = hostKey(project);
    const known = this.#hosts.get(key);
    if (known) {
      return known;
    }
    const name = this.nameOf(project);
    const host: Host = {
      health: new SourceHealth({ name, kind: 'pipelines' }),
      failures: 0,
      restUntil: 0,
    };
    this.#hosts.set(key, host);
    return host;
  }
}
