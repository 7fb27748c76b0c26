import { useApi } from '@backstage/core-plugin-api';
import type { Capability, Deployment } from '@slipway/plugin-gitops-common';
import { gitopsApiRef } from '../../api';
import { CapabilityButton, useAction } from '../common';

/** Asks the engine to make the cluster what Git says; while a sync runs, to stop it. */
export function SyncButton(props: {
  deployment: Deployment;
  place: string;
  capability: Capability | undefined;
}) {
  const { deployment, place, capability } = props;
  const { id, operation } = deployment.application;
  const api = useApi(gitopsApiRef);
  const { pending, run } = useAction();
  if (operation?.phase === 'running') {
    return (
      <CapabilityButton
        capability={capability}
        aria-label={`Stop the sync of ${place}`}
        isPending={pending}
        onPress={() =>
          run(() => api.terminate(id), `The sync of ${place} is being stopped`)
        }
      >
        Stop
      </CapabilityButton>
    );
  }
  return (
    <CapabilityButton
      capability={capability}
      aria-label={`Sync ${place}`}
      isPending={pending}
      onPress={() => run(() => api.sync(id), `Syncing ${place}`)}
    >
      Sync
    </CapabilityButton>
  );
}
