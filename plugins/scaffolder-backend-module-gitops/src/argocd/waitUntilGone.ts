import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceUnavailableError } from '@backstage/errors';
import type { ArgocdClient } from '@slipway/plugin-gitops-backend-module-argocd';

/**
 * Resolves once an application is gone: its finalizer first removes what it deployed. Throws `ServiceUnavailableError` after
 * `timeoutMs`, and the reason of `signal` when it aborts.
 */
export async function waitUntilGone(
  client: ArgocdClient,
  name: string,
  options: {
    readonly namespace?: string;
    readonly timeoutMs: number;
    readonly pauseMs: number;
    readonly signal?: AbortSignal;
  },
): Promise<void> {
  const { namespace, timeoutMs, pauseMs, signal } = options;
  const end = Date.now() + timeoutMs;
  while (await client.getApplication(name, { namespace, signal })) {
    if (Date.now() >= end) {
      throw new ServiceUnavailableError(
        `${client.title} is still deleting the application “${name}”. Look there at what keeps it, then try again`,
      );
    }
    await sleep(pauseMs, undefined, { signal });
  }
}
