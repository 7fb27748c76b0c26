import { checkSecretKey } from '@slipway/plugin-gitops-common';

/** One secret as it is being typed. It lives in the component's state and nowhere else. */
export interface SecretRow {
  readonly id: number;
  readonly key: string;
  /** The value for all environments, unless `byEnvironment`. */
  readonly value: string;
  readonly byEnvironment: boolean;
  readonly values: Readonly<Record<string, string>>;
  /** The component cannot do without it: its key is given, and it cannot be removed. */
  readonly required?: boolean;
}

export const emptyRow = (id: number): SecretRow => ({
  id,
  key: '',
  value: '',
  byEnvironment: false,
  values: {},
});

/** A row for each key, of which none can be removed. */
export const requiredRows = (keys: readonly string[]): readonly SecretRow[] =>
  keys.map((key, index) => ({ ...emptyRow(index + 1), key, required: true }));

/** Whether nothing has been typed into a row. */
export const isBlank = (row: SecretRow): boolean =>
  row.key === '' &&
  row.value === '' &&
  Object.values(row.values).every(value => value === '');

/** What is wrong with the key of a row, for people. */
export function keyProblem(
  row: SecretRow,
  rows: readonly SecretRow[],
): string | undefined {
  if (rows.some(({ id, key }) => id < row.id && key === row.key)) {
    return `“${row.key}” is there twice.`;
  }
  return checkSecretKey(row.key, { environmentVariable: true });
}

/** Whether a row can be sealed: a good key, and a value wherever one is wanted. */
export function isComplete(
  row: SecretRow,
  rows: readonly SecretRow[],
  environments: readonly string[],
): boolean {
  const valued = row.byEnvironment
    ? environments.every(name => row.values[name])
    : row.value !== '';
  return valued && keyProblem(row, rows) === undefined;
}
