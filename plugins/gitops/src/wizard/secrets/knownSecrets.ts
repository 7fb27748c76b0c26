import type { SecretGenerator } from './generateSecret';

/** What is known of a key that a starter needs. */
export interface KnownSecret {
  readonly help: string;
  readonly generator: SecretGenerator;
}

const known: Readonly<Record<string, KnownSecret>> = {
  DATABASE_PASSWORD: {
    help: 'Password of the service’s own PostgreSQL. The database takes it when it starts for the first time; nobody has to know it.',
    generator: 'password',
  },
  API_KEYS: {
    help: 'Who may use the service: an entry name:sha256 for each key, separated by spaces. Generate makes a key for you, and keeps only its hash here.',
    generator: 'apiKey',
  },
};

/** Undefined for a key that could be anything. */
export function findKnownSecret(key: string): KnownSecret | undefined {
  return Object.hasOwn(known, key) ? known[key] : undefined;
}
