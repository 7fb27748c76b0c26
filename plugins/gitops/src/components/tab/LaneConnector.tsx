import { VisuallyHidden } from '@backstage/ui';
import type { EnvironmentDelta } from '@slipway/plugin-gitops-common';
import { ExternalLink } from '../common';
import styles from './LaneConnector.module.css';

const wordsOf = (delta: EnvironmentDelta): string => {
  if (delta.commits === undefined) {
    return 'differs';
  }
  return delta.commits === 1 ? '+ 1 commit' : `+ ${delta.commits} commits`;
};

/** What the next promotion from one environment to its neighbour would bring. */
export function LaneConnector(props: {
  from: string;
  to: string;
  delta: EnvironmentDelta | undefined;
}) {
  const { from, to, delta } = props;
  const same =
    delta !== undefined &&
    (delta.commits === 0 || delta.fromTag === delta.toTag);
  return (
    <div className={styles.root}>
      {same && (
        <span className={styles.chip} data-quiet>
          same
          <VisuallyHidden>{` version in ${from} and ${to}`}</VisuallyHidden>
        </span>
      )}
      {delta && !same && (
        <span className={styles.chip}>
          <ExternalLink href={delta.webUrl}>
            {wordsOf(delta)}
            <VisuallyHidden>{` from ${from} to ${to}`}</VisuallyHidden>
          </ExternalLink>
        </span>
      )}
    </div>
  );
}
