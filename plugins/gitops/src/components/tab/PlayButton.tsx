import { useApi } from '@backstage/core-plugin-api';
import { RiPlayLine } from '@remixicon/react';
import type { Capability, PipelineJob } from '@slipway/plugin-gitops-common';
import { useState } from 'react';
import { gitopsApiRef } from '../../api';
import { CapabilityButton, ConfirmDialog, useAction } from '../common';

const reachesProduction = (job: PipelineJob) =>
  /(^|[^a-z])(prod|production|live)([^a-z]|$)/i.test(
    `${job.stage} ${job.name}`,
  );

/** Starts a job that waits for a person; asks first where production is meant. */
export function PlayButton(props: {
  job: PipelineJob;
  entityRef: string;
  capability: Capability;
}) {
  const { job, entityRef, capability } = props;
  const api = useApi(gitopsApiRef);
  const { pending, run } = useAction();
  const [asking, setAsking] = useState(false);
  const play = () =>
    run(
      () => api.runPipeline(entityRef, { type: 'play', jobId: job.id }),
      `${job.name} has been started`,
    );
  return (
    <>
      <CapabilityButton
        capability={capability}
        aria-label={`Play ${job.name}`}
        iconStart={<RiPlayLine />}
        isPending={pending}
        onPress={() => (reachesProduction(job) ? setAsking(true) : play())}
      >
        Play
      </CapabilityButton>
      <ConfirmDialog
        isOpen={asking}
        title={`Start “${job.name}”?`}
        text="This job changes production. It starts at once."
        action={`Start ${job.name}`}
        onConfirm={play}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
