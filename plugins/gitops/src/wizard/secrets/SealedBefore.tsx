import { Alert, Button } from '@backstage/ui';
import type { SealedSecretsData } from './SealedSecretsData';
import { Fingerprint } from './Fingerprint';

/** What was sealed on an earlier visit to the page. */
export function SealedBefore(props: {
  data: SealedSecretsData;
  problem: string | undefined;
  onRestart: () => void;
}) {
  const { data, problem, onRestart } = props;
  const places = data.sealed.map(({ environment }) => environment).join(', ');
  return (
    <Alert
      status={problem ? 'warning' : 'success'}
      icon
      title={
        problem
          ? 'Enter the secrets again'
          : `${data.keys.join(', ')} sealed for ${places}`
      }
      description={
        problem ?? (
          <>
            {data.fingerprint && (
              <>
                With certificate <Fingerprint value={data.fingerprint} />.{' '}
              </>
            )}
            The values are not kept; start again to change them.
          </>
        )
      }
      customActions={
        <Button size="small" variant="secondary" onPress={onRestart}>
          Start again
        </Button>
      }
    />
  );
}
