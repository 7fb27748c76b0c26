/**
 * A stage on the way to production. Environments are ordered: a change moves from a lower position to a higher one.
 * @public
 */
export interface Environment {
  /** Lower-case name as used in labels, overlay folders and namespaces, for example `dev`. */
  readonly name: string;
  /** Zero-based order of promotion. */
  readonly position: number;
  readonly tier?: 'development' | 'staging' | 'production';
}

/** Used when `gitops.environments` is not configured. @public */
export const defaultEnvironments: readonly Environment[] = [
  { name: 'dev', position: 0, tier: 'development' },
  { name: 'staging', position: 1, tier: 'staging' },
  { name: 'prod', position: 2, tier: 'production' },
];
