import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { Alert, Button } from '@backstage/ui';
import { RiSparklingLine } from '@remixicon/react';
import { useState } from 'react';
import { CopySnippet } from '../../components/common';
import { generateSecret, type SecretGenerator } from './generateSecret';
import type { SecretRow } from './SecretRow';
import styles from './SealedSecretsField.module.css';

interface KeyToKeep {
  readonly environment: string;
  readonly key: string;
}

/** Makes a value of its own for each environment, and shows once what somebody has to keep of it. */
export function GenerateSecret(props: {
  row: SecretRow;
  environments: readonly string[];
  generator: SecretGenerator;
  onChange: (row: SecretRow) => void;
}) {
  const { row, environments, generator, onChange } = props;
  const identity = useApi(identityApiRef);
  const [keys, setKeys] = useState<readonly KeyToKeep[]>([]);

  const generate = async () => {
    const owner = await identity
      .getBackstageIdentity()
      .then(({ userEntityRef }) => parseEntityRef(userEntityRef).name)
      .catch(() => '');
    const made = await Promise.all(
      environments.map(async environment => ({
        environment,
        ...(await generateSecret(generator, owner)),
      })),
    );
    onChange({
      ...row,
      byEnvironment: environments.length > 1,
      value: environments.length > 1 ? '' : (made[0]?.value ?? ''),
      values: Object.fromEntries(
        made.map(({ environment, value }) => [environment, value]),
      ),
    });
    setKeys(
      made.flatMap(({ environment, key }) =>
        key ? [{ environment, key }] : [],
      ),
    );
  };

  return (
    <>
      <div className={styles.actions}>
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiSparklingLine />}
          aria-label={`Generate ${row.key}`}
          onPress={() => void generate()}
        >
          Generate
        </Button>
      </div>
      {keys.length > 0 && (
        <Alert
          className={styles.problem}
          status="info"
          icon
          title="Keep these keys: they are shown only now"
          description={
            <CopySnippet
              label={`Keys for ${row.key}`}
              text={keys
                .map(({ environment, key }) => `${environment}: ${key}`)
                .join('\n')}
            />
          }
          customActions={
            <Button
              size="small"
              variant="secondary"
              onPress={() => setKeys([])}
            >
              I have them
            </Button>
          }
        />
      )}
    </>
  );
}
