import { Alert } from '@backstage/ui';
import type { SourceStatus } from '@slipway/plugin-gitops-common';
import { errorMessage } from '../../describe';
import { Age } from '../common';
import styles from './SourceAlerts.module.css';

/** One warning for each system that does not answer; what the page shows is then what was last known. */
export function SourceAlerts(props: {
  sources: readonly SourceStatus[];
  failure: Error | undefined;
  readAt: number;
}) {
  const { sources, failure, readAt } = props;
  const unreachable = sources.filter(({ state }) => state === 'unreachable');
  if (!failure && unreachable.length === 0) {
    return null;
  }
  return (
    <div className={styles.root}>
      {failure && (
        <Alert
          status="warning"
          icon
          title="The page cannot be brought up to date"
          description={
            <>
              Showing what was read <Age at={new Date(readAt).toISOString()} />.{' '}
              {errorMessage(failure)}
            </>
          }
        />
      )}
      {unreachable.map(source => (
        <Alert
          key={source.name}
          status="warning"
          icon
          title={`${source.name} cannot be reached`}
          description={
            <>
              {source.observedAt ? (
                <>
                  Showing what it said <Age at={source.observedAt} />.
                </>
              ) : (
                <>It has not answered yet.</>
              )}
              {source.error && <> {source.error}</>}
            </>
          }
        />
      ))}
    </div>
  );
}
