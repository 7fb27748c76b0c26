import { Alert, Button, Text } from '@backstage/ui';
import { Age } from '../../components/common';
import { Fingerprint } from './Fingerprint';
import type { SealingState } from './useSealing';
import styles from './SealedSecretsField.module.css';

/** How far sealing is, in words. */
export function SealingStatus(props: {
  state: SealingState;
  component: string;
  keys: readonly string[];
  onRetry: () => void;
  /** Absent where the secrets are required. */
  onSkip: (() => void) | undefined;
}) {
  return (
    <div role="status" aria-live="polite">
      <Words {...props} />
    </div>
  );
}

function Words(props: Parameters<typeof SealingStatus>[0]) {
  const { state, component, keys, onRetry, onSkip } = props;
  switch (state.step) {
    case 'empty':
      return null;
    case 'incomplete':
      return (
        <Text variant="body-small" color="secondary">
          {component
            ? 'Give every secret a key and a value.'
            : 'Give the component its name first: a sealed value opens under that name only.'}
        </Text>
      );
    case 'sealing':
      return (
        <Text variant="body-small" color="secondary">
          Sealing…
        </Text>
      );
    case 'sealed': {
      const [first] = state.with;
      const places = state.with.map(({ environment }) => environment);
      return (
        <Alert
          status="success"
          icon
          title={`${keys.join(', ')} sealed for ${places.join(', ')}`}
          description={
            first && (
              <>
                With certificate{' '}
                <Fingerprint
                  value={[
                    ...new Set(
                      state.with.map(({ fingerprint }) => fingerprint),
                    ),
                  ].join(',')}
                />
                , issued <Age at={first.notBefore} />.
              </>
            )
          }
        />
      );
    }
    case 'failed':
      return (
        <Alert
          status="warning"
          icon
          title="The secrets could not be sealed"
          description={
            onSkip
              ? `${state.reason} You can go on without secrets and add them to the repository later.`
              : state.reason
          }
          customActions={
            <div className={styles.actions}>
              <Button size="small" variant="secondary" onPress={onRetry}>
                Try again
              </Button>
              {onSkip && (
                <Button size="small" variant="tertiary" onPress={onSkip}>
                  Go on without secrets
                </Button>
              )}
            </div>
          }
        />
      );
    default:
      return state satisfies never;
  }
}
