import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EventParams, EventsService } from '@backstage/plugin-events-node';
import type { ProjectRef } from '@slipway/plugin-gitops-common';
import type { GitlabHosts } from '../hosts/GitlabHosts';
import { analyzePipelineWebhook } from './analyzePipelineWebhook';

export interface GitlabPipelineChangeSourceOptions {
  readonly events: EventsService;
  readonly hosts: GitlabHosts;
  readonly logger: LoggerService;
  /** Tells this process from other replicas. */
  readonly replica: string;
}

/** Pipeline changes that GitLab's webhooks report through the Backstage events topic `gitlab`. */
export class GitlabPipelineChangeSource {
  readonly #options: GitlabPipelineChangeSourceOptions;

  constructor(options: GitlabPipelineChangeSourceOptions) {
    this.#options = options;
  }

  async subscribe(onChange: (project: ProjectRef) => void): Promise<void> {
    const { events, replica } = this.#options;
    await events.subscribe({
      // Subscribers with one id share the events; every replica has a cache of its own and needs them all.
      id: `gitops-gitlab-pipelines-${replica}`,
      topics: ['gitlab'],
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
    const analysis = analyzePipelineWebhook(eventPayload);
    if (analysis.result !== 'ok') {
      logger.debug(`GitLab webhook ${analysis.result}: ${analysis.reason}`);
      return undefined;
    }
    const project = hosts.projectOfUrl(analysis.webUrl);
    if (!project) {
      logger.debug(
        'GitLab webhook ignored: it comes from a host that is not configured under integrations.gitlab',
      );
    }
    return project;
  }
}
