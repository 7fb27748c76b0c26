import type { AuditorService } from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import type { Request } from 'express';
import type { ApplicationAddress, ApplicationReader } from '../delivery';
import { toUpstreamError } from '../errors';
import { type Access, syncCapability } from '../permissions';
import { audited } from './audited';

const callTimeoutMs = 15_000;

/** Sync and terminate, each checked and written to the audit log, the refused ones too. */
export class DeploymentCommands {
  readonly #applications: ApplicationReader;
  readonly #auditor: AuditorService;

  constructor(options: {
    readonly applications: ApplicationReader;
    readonly auditor: AuditorService;
  }) {
    this.#applications = options.applications;
    this.#auditor = options.auditor;
  }

  /** Resolves when the engine accepted the command. */
  async run(
    command: 'sync' | 'terminate',
    address: ApplicationAddress,
    access: Access,
    request: Request,
  ): Promise<void> {
    const event = {
      eventId: `deployment-${command}`,
      severityLevel: 'medium' as const,
      request,
      meta: {
        instance: address.instance,
        application: address.name,
        ...(address.namespace && { namespace: address.namespace }),
      },
    };
    await audited(this.#auditor, event, async () => {
      const resource = await this.#applications.one(address, access);
      const capability = syncCapability(access, resource);
      if (!capability.allowed) {
        throw new NotAllowedError(capability.reason);
      }
      const { application } = resource;
      const engine = this.#applications.engineOf(application);
      try {
        await engine[command](application, {
          signal: AbortSignal.timeout(callTimeoutMs),
        });
      } catch (error) {
        throw toUpstreamError(engine.title, error);
      }
    });
  }
}
