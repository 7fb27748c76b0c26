import { VisuallyHidden } from '@backstage/ui';
import {
  isUnreleased,
  shortTag,
  type EntitySummary,
  type EnvironmentSummary,
} from '@slipway/plugin-gitops-common';
import type { ReactNode } from 'react';
import { Age, ExternalLink, Mono, StatusIcon } from '../components/common';
import {
  describePipelineStatus,
  describeSummary,
  errorMessage,
  type StatusView,
} from '../describe';
import { useEntitySummary } from '../live';
import styles from './SummaryCells.module.css';

/** Pipeline of one entity in a table. */
export function PipelineCell(props: { entityRef: string }) {
  return (
    <SummaryCell entityRef={props.entityRef}>
      {({ pipeline }) => {
        if (!pipeline) {
          return undefined;
        }
        const view = describePipelineStatus(pipeline.status);
        const stage =
          pipeline.status === 'success' ? undefined : pipeline.stage;
        return (
          <Cell
            view={view}
            hint={stage ? `${view.text} in ${stage}` : view.text}
          >
            <ExternalLink href={pipeline.webUrl}>
              {stage ?? view.text}
            </ExternalLink>
            {stage && <VisuallyHidden>{view.text}</VisuallyHidden>}
            {pipeline.finishedAt && (
              <span className={styles.quiet}>
                <Age short at={pipeline.finishedAt} />
              </span>
            )}
          </Cell>
        );
      }}
    </SummaryCell>
  );
}

/** One environment of one entity in a table. */
export function EnvironmentCell(props: {
  entityRef: string;
  environment: string;
}) {
  return (
    <SummaryCell entityRef={props.entityRef}>
      {({ environments }) => {
        const summary = environments[props.environment];
        return summary && <EnvironmentState summary={summary} />;
      }}
    </SummaryCell>
  );
}

function EnvironmentState(props: { summary: EnvironmentSummary }) {
  const { summary } = props;
  const view = describeSummary(summary);
  const more = summary.moreImages;
  return (
    <Cell view={view} hint={summary.reason ?? view.text}>
      {summary.tag && !isUnreleased(summary.tag) ? (
        <Mono>{shortTag(summary.tag)}</Mono>
      ) : (
        <span className={styles.quiet}>
          {isUnreleased(summary.tag) ? 'unreleased' : 'no image'}
        </span>
      )}
      <VisuallyHidden>{view.text}</VisuallyHidden>
      {more > 0 && (
        <span
          className={styles.quiet}
          title={`${more} more ${more === 1 ? 'image' : 'images'}`}
        >
          +{more}
          <VisuallyHidden>{more === 1 ? ' image' : ' images'}</VisuallyHidden>
        </span>
      )}
    </Cell>
  );
}

function SummaryCell(props: {
  entityRef: string;
  children: (summary: EntitySummary) => ReactNode;
}) {
  const { query } = useEntitySummary(props.entityRef);
  const { data, error } = query;
  if (data) {
    return (
      <>{props.children(data) ?? <span className={styles.quiet}>–</span>}</>
    );
  }
  if (error) {
    return (
      <span className={styles.quiet} title={errorMessage(error)}>
        not known
      </span>
    );
  }
  return (
    <span className={styles.quiet} aria-busy={query.isPending}>
      {query.isPending ? '…' : '–'}
    </span>
  );
}

function Cell(props: { view: StatusView; hint: string; children: ReactNode }) {
  return (
    <span className={styles.cell} title={props.hint}>
      <StatusIcon view={props.view} size={15} />
      {props.children}
    </span>
  );
}
