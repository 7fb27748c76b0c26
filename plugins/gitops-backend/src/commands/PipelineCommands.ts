import type { AuditorService } from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { PipelineCommand } from '@slipway/plugin-gitops-node';
import type { Request } from 'express';
import type { Component } from '../delivery';
import type { Access } from '../permissions';
import type { Pipelines } from '../pipelines';
import { audited } from './audited';

/** Retry and play, each checked and written to the audit log, the refused ones too. */
export class PipelineCommands {
  readonly #pipelines: Pipelines;
  readonly #auditor: AuditorService;

  constructor(options: {
    readonly pipelines: Pipelines;
    readonly auditor: AuditorService;
  }) {
    this.#pipelines = options.pipelines;
    this.#auditor = options.auditor;
  }

  /** Resolves when the provider accepted the command. */
  async run(
    command: PipelineCommand,
    component: Component,
    access: Access,
    request: Request,
  ): Promise<void> {
    const event = {
      eventId: `pipeline-${command.type}`,
      severityLevel: 'medium' as const,
      request,
      meta: { entityRef: component.entityRef, ...command },
    };
    await audited(this.#auditor, event, async () => {
      for (const capability of [access.readPipelines, access.runPipelines]) {
        if (!capability.allowed) {
          throw new NotAllowedError(capability.reason);
        }
      }
      if (!component.project) {
        throw new NotFoundError(
          `${component.entityRef} carries no annotation that leads to a pipeline`,
        );
      }
      await this.#pipelines.run(component.project, command);
    });
  }
}
