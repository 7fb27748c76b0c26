import { Button } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { useState } from 'react';
import type { SealedSecretsData } from './SealedSecretsData';
import { SecretRowFields } from './SecretRowFields';
import { emptyRow, requiredRows, type SecretRow } from './SecretRow';
import { SealingStatus } from './SealingStatus';
import { useSealing } from './useSealing';
import styles from './SealedSecretsField.module.css';

/** The rows to type into. What is typed stays in this component and is gone with it. */
export function EnterSecrets(props: {
  component: string;
  environments: readonly string[];
  suggestedKeys: readonly string[];
  requiredKeys: readonly string[];
  onChange: (data: SealedSecretsData | undefined) => void;
}) {
  const { component, environments, suggestedKeys, requiredKeys, onChange } =
    props;
  const [rows, setRows] = useState<readonly SecretRow[]>(() =>
    requiredRows(requiredKeys),
  );
  const { state, retry } = useSealing({
    rows,
    component,
    environments,
    onChange,
  });
  const add = (key = '') =>
    setRows(now => [
      ...now,
      { ...emptyRow(Math.max(0, ...now.map(({ id }) => id)) + 1), key },
    ]);
  const unused = suggestedKeys.filter(
    key => !rows.some(row => row.key === key),
  );
  return (
    <>
      {rows.map(row => (
        <SecretRowFields
          key={row.id}
          row={row}
          rows={rows}
          environments={environments}
          onChange={next =>
            setRows(now => now.map(old => (old.id === next.id ? next : old)))
          }
          onRemove={() => setRows(now => now.filter(({ id }) => id !== row.id))}
        />
      ))}
      <div className={styles.actions}>
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiAddLine />}
          onPress={() => add()}
        >
          Add a secret
        </Button>
        {unused.map(key => (
          <Button
            key={key}
            size="small"
            variant="tertiary"
            iconStart={<RiAddLine />}
            onPress={() => add(key)}
          >
            {key}
          </Button>
        ))}
      </div>
      <SealingStatus
        state={state}
        component={component}
        keys={rows.map(({ key }) => key).filter(Boolean)}
        onRetry={retry}
        onSkip={requiredKeys.length > 0 ? undefined : () => setRows([])}
      />
    </>
  );
}
