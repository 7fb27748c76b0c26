import { Text } from '@backstage/ui';
import {
  isUnreleased,
  shortTag,
  type Deployment,
  type TraceRow,
} from '@slipway/plugin-gitops-common';
import { findTraceRow } from '../../describe';
import { Age, Mono } from '../common';

/** The tag of the first image, and the commit that it was built from. */
export function DeploymentHeadline(props: {
  deployment: Deployment;
  tag: string | undefined;
  trace: readonly TraceRow[];
}) {
  const { deployment, tag, trace } = props;
  if (isUnreleased(tag)) {
    return (
      <div>
        <Text as="div" variant="body-large" weight="bold" color="secondary">
          Nothing released yet
        </Text>
        <Text as="div" color="secondary">
          The first release of this component puts its image here.
        </Text>
      </div>
    );
  }
  if (!tag) {
    return (
      <Text as="div" color="secondary">
        No image is known yet.
      </Text>
    );
  }
  const row = findTraceRow(trace, tag);
  const deployedAt = deployment.application.history.at(-1)?.deployedAt;
  return (
    <div>
      <Mono size="large">{shortTag(tag)}</Mono>
      {row && <Text as="div">{row.commit.title}</Text>}
      <Text as="div" color="secondary">
        {row?.commit.authorName}
        {row?.commit.authorName && deployedAt && ' · '}
        {deployedAt && (
          <>
            deployed <Age at={deployedAt} />
          </>
        )}
      </Text>
    </div>
  );
}
