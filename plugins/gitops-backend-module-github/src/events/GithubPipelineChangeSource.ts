import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventParams, EventsService } from '@backstage/plugin-events-node';
import type { ProjectRef } from '@slipway/plugin-gitops-common';
import type { GithubHosts } from '../hosts/GithubHosts';
import { analyzeWorkflowWebhook } from './analyzeWorkflowWebhook';

export interface GithubPipelineChangeSourceOptions {
  readonly events: EventsService;
  readonly hosts: GithubHosts;
  readonly logger: LoggerService;
  /** Tells this process from other replicas. */
  readonly replica: string;
}

/** Pipeline changes that GitHub's webhooks report through the Backstage events topic `github`. */
export class GithubPipelineChangeSource {
  readonly #options: GithubPipelineChangeSourceOptions;

  constructor(options: GithubPipelineChangeSourceOptions) {
    this.#options = options;
  }

  async subscribe(onChange: (project: ProjectRef) => void): Promise<void> {
    const { events, replica } = this.#options;
    await events.subscribe({
      // Subscribers with one id share the events; every replica has a cache of its own and needs them all.
      id: `gitops-github-pipelines-${replica}`,
      topics: ['github'],
      onEvent: async params => {
        const project = this.#projectOf(params);
        if (project) {
          onChange(project);
        }
      },
    });
  }

  #projectOf({ eventPayload }: EventParams): ProjectRef | undefined {
    const { hosts, logger } = this.#options;
    const analysis = analyzeWorkflowWebhook(eventPayload);
    if (analysis.result !== 'ok') {
      logger.debug(`GitHub webhook ${analysis.result}: ${analysis.reason}`);
      return undefined;
    }
    const project = hosts.projectOfUrl(analysis.webUrl);
    if (!project) {
      logger.debug(
        'GitHub webhook ignored: it comes from a host that is not configured under integrations.github',
      );
    }
    return project;
  }
}
