import type { Deployment, PodSummary } from '@slipway/plugin-gitops-common';
import type { StatusView } from '../../describe';
import { isNothingReleased } from '../../describe';
import { EmphasizedTags } from './EmphasizedTags';
import styles from './DeploymentNotes.module.css';

interface Note {
  readonly tone: StatusView['tone'];
  readonly text: string;
}

const driftTone = {
  waitingForSync: 'warning',
  rollingOut: 'running',
  drifted: 'warning',
  unknown: 'neutral',
} as const;

function notesOf(deployment: Deployment): readonly Note[] {
  const { application, drift } = deployment;
  const { operation, health, conditions } = application;
  const notes: Note[] = [];
  if (operation?.phase === 'failed' || operation?.phase === 'error') {
    notes.push({
      tone: 'error',
      text: `The last sync failed: ${operation.message ?? 'no reason given'}`,
    });
  }
  if (health.state === 'degraded' && health.message) {
    notes.push({ tone: 'error', text: health.message });
  }
  if (drift.state !== 'inSync' && !isNothingReleased(deployment)) {
    notes.push({ tone: driftTone[drift.state], text: drift.reason });
  }
  for (const { message } of conditions) {
    notes.push({ tone: 'warning', text: message });
  }
  return notes;
}

/** Why a deployment is not simply in sync, in sentences. */
export function DeploymentNotes(props: {
  deployment: Deployment;
  pods: PodSummary | undefined;
}) {
  const { deployment, pods } = props;
  const tags = deployment.images.flatMap(({ desired, synced, live }) =>
    [desired, synced, ...live].filter(tag => tag !== undefined),
  );
  return (
    <>
      {notesOf(deployment).map(({ tone, text }) => (
        <div key={text} className={styles.note} data-tone={tone}>
          <EmphasizedTags text={text} tags={tags} />
        </div>
      ))}
      {pods && (
        <div className={styles.pods}>
          {pods.ready} of {pods.total} {pods.total === 1 ? 'pod' : 'pods'} ready
        </div>
      )}
    </>
  );
}
