import {
  Button,
  ButtonIcon,
  PasswordField,
  Text,
  TextField,
} from '@backstage/ui';
import { RiDeleteBinLine } from '@remixicon/react';
import { GenerateSecret } from './GenerateSecret';
import { findKnownSecret } from './knownSecrets';
import { keyProblem, type SecretRow } from './SecretRow';
import styles from './SealedSecretsField.module.css';

/** Key and value of one secret; the value once, or once for each environment. */
export function SecretRowFields(props: {
  row: SecretRow;
  rows: readonly SecretRow[];
  environments: readonly string[];
  onChange: (row: SecretRow) => void;
  onRemove: () => void;
}) {
  const { row, rows, environments, onChange, onRemove } = props;
  const problem = row.key ? keyProblem(row, rows) : undefined;
  const title = row.key || 'the new secret';
  const known = row.required ? findKnownSecret(row.key) : undefined;
  return (
    <div
      className={styles.row}
      data-by-environment={row.byEnvironment || undefined}
    >
      <TextField
        label="Key"
        size="small"
        placeholder="DATABASE_URL"
        autoComplete="off"
        spellCheck="false"
        isInvalid={problem !== undefined}
        isReadOnly={row.required}
        value={row.key}
        onChange={key => onChange({ ...row, key })}
      />
      <div className={styles.values}>
        {row.byEnvironment ? (
          environments.map(name => (
            <PasswordField
              key={name}
              label={`Value in ${name}`}
              size="small"
              autoComplete="new-password"
              value={row.values[name] ?? ''}
              onChange={value =>
                onChange({ ...row, values: { ...row.values, [name]: value } })
              }
            />
          ))
        ) : (
          <PasswordField
            label="Value"
            size="small"
            autoComplete="new-password"
            value={row.value}
            onChange={value => onChange({ ...row, value })}
          />
        )}
      </div>
      <div className={styles.actions}>
        {environments.length > 1 && (
          <Button
            size="small"
            variant="tertiary"
            onPress={() =>
              onChange({ ...row, byEnvironment: !row.byEnvironment })
            }
          >
            {row.byEnvironment ? 'Same everywhere' : 'Differs by environment'}
          </Button>
        )}
        {!row.required && (
          <ButtonIcon
            size="small"
            variant="tertiary"
            icon={<RiDeleteBinLine />}
            aria-label={`Remove ${title}`}
            onPress={onRemove}
          />
        )}
      </div>
      {known && (
        <div className={styles.known}>
          <Text as="div" variant="body-small" color="secondary">
            {known.help}
          </Text>
          <GenerateSecret
            row={row}
            environments={environments}
            generator={known.generator}
            onChange={onChange}
          />
        </div>
      )}
      {problem && (
        <Text
          as="div"
          variant="body-small"
          color="danger"
          className={styles.problem}
          role="alert"
        >
          {problem}
        </Text>
      )}
    </div>
  );
}
