import { Alert, Skeleton, Text } from '@backstage/ui';
import type { PipelineRun } from '@slipway/plugin-gitops-common';
import {
  describePipeline,
  describePipelineStatus,
  errorMessage,
  formatDuration,
} from '../../describe';
import { useEntityDelivery } from '../../live';
import { Age, ExternalLink, Mono, StatusIcon, StatusPill } from '../common';
import { EntityCard } from './EntityCard';
import styles from './Cards.module.css';

/** The latest run of the default branch, in short. */
export function PipelineCard() {
  const { query } = useEntityDelivery();
  const { data, error } = query;
  return (
    <EntityCard title="Pipeline">
      {!data && !error && <Skeleton width="100%" height={64} />}
      {!data && error && (
        <Alert status="warning" icon title={errorMessage(error)} />
      )}
      {data && !data.pipeline && (
        <Text as="p" color="secondary">
          {data.annotated.pipeline
            ? 'No pipeline has run yet.'
            : 'No project is connected. The Deployments tab says how.'}
        </Text>
      )}
      {data?.pipeline && <PipelineFacts pipeline={data.pipeline} />}
    </EntityCard>
  );
}

function PipelineFacts(props: { pipeline: PipelineRun }) {
  const { pipeline } = props;
  return (
    <>
      <div className={styles.line}>
        <StatusPill view={describePipeline(pipeline)} />
        <ExternalLink href={pipeline.webUrl}>{pipeline.label}</ExternalLink>
        <span className={styles.quiet}>
          {pipeline.ref}
          {pipeline.duration !== undefined &&
            ` · ${formatDuration(pipeline.duration)}`}
          {' · '}
          <Age
            at={pipeline.finishedAt ?? pipeline.startedAt ?? pipeline.createdAt}
          />
        </span>
      </div>
      <div>
        <Mono>{pipeline.sha.slice(0, 8)}</Mono> {pipeline.commit?.title}
      </div>
      {pipeline.stages && (
        <ul className={styles.stages} aria-label="Stages">
          {pipeline.stages.map(stage => {
            const view = describePipelineStatus(stage.status);
            return (
              <li key={stage.name}>
                <StatusIcon view={view} />
                {stage.name}
                <span className={styles.quiet}>{view.text}</span>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}
