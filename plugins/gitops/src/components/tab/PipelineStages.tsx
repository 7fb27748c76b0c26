import { Text } from '@backstage/ui';
import type {
  Capability,
  PipelineJob,
  PipelineStage,
} from '@slipway/plugin-gitops-common';
import { describePipelineStatus, formatDuration } from '../../describe';
import { ExternalLink, StatusIcon } from '../common';
import { PlayButton } from './PlayButton';
import styles from './PipelineStages.module.css';

/** The stages from left to right, each with its jobs. */
export function PipelineStages(props: {
  stages: readonly PipelineStage[];
  entityRef: string;
  capability: Capability;
}) {
  const { stages, entityRef, capability } = props;
  return (
    <ol className={styles.stages} aria-label="Stages">
      {stages.map(stage => {
        const view = describePipelineStatus(stage.status);
        return (
          <li key={stage.name} className={styles.stage}>
            <div className={styles.head}>
              <span className={styles.disc} data-tone={view.tone}>
                <StatusIcon view={view} size={13} />
              </span>
              <Text weight="bold">{stage.name}</Text>
              <Text variant="body-small" color="secondary">
                {view.text}
              </Text>
            </div>
            <ul className={styles.jobs} aria-label={`Jobs of ${stage.name}`}>
              {stage.jobs.map(job => (
                <li key={job.id} className={styles.job}>
                  <JobLine job={job} />
                  {job.playable && (
                    <PlayButton
                      job={job}
                      entityRef={entityRef}
                      capability={capability}
                    />
                  )}
                </li>
              ))}
            </ul>
          </li>
        );
      })}
    </ol>
  );
}

function JobLine(props: { job: PipelineJob }) {
  const { job } = props;
  const view = describePipelineStatus(job.status);
  const facts = [
    job.status === 'success' ? undefined : view.text,
    job.allowFailure && job.status === 'failed' ? 'allowed to fail' : undefined,
    job.coverage === undefined ? undefined : `${Math.round(job.coverage)} %`,
    job.duration === undefined ? undefined : formatDuration(job.duration),
  ].filter(fact => fact !== undefined);
  return (
    <>
      <StatusIcon view={view} />
      <span className={styles.text}>
        <ExternalLink href={job.webUrl}>{job.name}</ExternalLink>
        <span className={styles.facts}>{facts.join(' · ') || view.text}</span>
      </span>
    </>
  );
}
