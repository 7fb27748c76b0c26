import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { Text } from '@backstage/ui';
import { RiRestartLine } from '@remixicon/react';
import type {
  Capability,
  EntityDelivery,
  PipelineRun,
} from '@slipway/plugin-gitops-common';
import { gitopsApiRef } from '../../api';
import { describePipeline, formatDuration } from '../../describe';
import {
  Age,
  CapabilityButton,
  ExternalLink,
  Mono,
  Panel,
  SectionTitle,
  StatusPill,
  useAction,
} from '../common';
import { MissingAnnotation } from './MissingAnnotation';
import { PipelineStages } from './PipelineStages';
import styles from './PipelineSection.module.css';

/** The latest run of the default branch, stage by stage, with what can be done about it. */
export function PipelineSection(props: {
  delivery: EntityDelivery;
  entity: Entity;
}) {
  const { delivery, entity } = props;
  const { pipeline, annotated, capabilities } = delivery;
  return (
    <section aria-labelledby="gitops-pipeline">
      <SectionTitle id="gitops-pipeline" title="Pipeline">
        {pipeline && <PipelineFacts pipeline={pipeline} />}
      </SectionTitle>
      {pipeline && (
        <Panel className={styles.panel}>
          <PipelineStages
            stages={pipeline.stages ?? []}
            entityRef={stringifyEntityRef(entity)}
            capability={capabilities.runPipeline}
          />
          <RetryButton
            pipeline={pipeline}
            entityRef={stringifyEntityRef(entity)}
            capability={capabilities.runPipeline}
          />
        </Panel>
      )}
      {!pipeline && annotated.pipeline && (
        <Panel>
          <Text color="secondary">{emptyWords(delivery)}</Text>
        </Panel>
      )}
      {!annotated.pipeline && (
        <MissingAnnotation entity={entity} missing="pipeline" />
      )}
    </section>
  );
}

function emptyWords({ notices, sources }: EntityDelivery): string {
  if (notices) {
    return 'No pipeline can be shown.';
  }
  const silent = sources.find(
    ({ kind, state }) => kind === 'pipelines' && state !== 'live',
  );
  return silent
    ? `${silent.name} has not told of any pipeline yet.`
    : 'No pipeline has run on the default branch yet. The first one shows up here by itself.';
}

function PipelineFacts(props: { pipeline: PipelineRun }) {
  const { pipeline } = props;
  return (
    <span className={styles.facts}>
      <ExternalLink href={pipeline.webUrl}>{pipeline.label}</ExternalLink>
      <StatusPill view={describePipeline(pipeline)} />
      <span>{pipeline.ref}</span>
      <Mono>{pipeline.sha.slice(0, 8)}</Mono>
      {pipeline.duration !== undefined && (
        <span>{formatDuration(pipeline.duration)}</span>
      )}
      <Age
        at={pipeline.finishedAt ?? pipeline.startedAt ?? pipeline.createdAt}
      />
    </span>
  );
}

function RetryButton(props: {
  pipeline: PipelineRun;
  entityRef: string;
  capability: Capability;
}) {
  const { pipeline, entityRef, capability } = props;
  const api = useApi(gitopsApiRef);
  const { pending, run } = useAction();
  const failed =
    pipeline.status === 'failed' ||
    pipeline.status === 'canceled' ||
    pipeline.stages?.some(({ jobs }) =>
      jobs.some(job => job.retryable && job.status === 'failed'),
    );
  if (!failed) {
    return null;
  }
  return (
    <CapabilityButton
      capability={capability}
      aria-label={`Retry the failed jobs of ${pipeline.label}`}
      iconStart={<RiRestartLine />}
      isPending={pending}
      onPress={() =>
        run(
          () =>
            api.runPipeline(entityRef, {
              type: 'retry',
              pipelineId: pipeline.id,
            }),
          `The failed jobs of ${pipeline.label} run again`,
        )
      }
    >
      Retry failed
    </CapabilityButton>
  );
}
