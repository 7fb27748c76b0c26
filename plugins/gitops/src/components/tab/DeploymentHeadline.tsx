import { Text } from '@backstage/ui';
import {
  isUnreleased,
  shortTag,
  type Deployment,
  type TraceRow,
} from '@slipway/plugin-gitops-common';
import type { ReactNode } from 'react';
import { findTraceRow } from '../../describe';
import { Age, Mono } from '../common';
import styles from './DeploymentHeadline.module.css';

/** The tag of the first image with what can be done beside it, and the commit that it was built from. */
export function DeploymentHeadline(props: {
  deployment: Deployment;
  tag: string | undefined;
  trace: readonly TraceRow[];
  action: ReactNode;
}) {
  const { deployment, tag, trace, action } = props;
  const unreleased = isUnreleased(tag);
  const row = findTraceRow(trace, tag);
  const deployedAt = deployment.application.history.at(-1)?.deployedAt;
  return (
    <div>
      <div className={styles.first}>
        {tag && !unreleased ? (
          <Mono size="large">{shortTag(tag)}</Mono>
        ) : (
          <Text variant="body-large" color="secondary">
            {unreleased ? 'No release' : 'No image yet'}
          </Text>
        )}
        {action}
      </div>
      {unreleased && (
        <Text as="div" color="secondary">
          The first release of this component puts its image here.
        </Text>
      )}
      {row && <Text as="div">{row.commit.title}</Text>}
      {tag && !unreleased && (
        <Text as="div" color="secondary">
          {row?.commit.authorName}
          {row?.commit.authorName && deployedAt && ' · '}
          {deployedAt && (
            <>
              deployed <Age at={deployedAt} />
            </>
          )}
        </Text>
      )}
    </div>
  );
}
