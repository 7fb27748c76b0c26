/** Who wrote the commits of the seeded past. */
export const people = {
  ada: { name: 'Ada Example', email: 'ada@example.com' },
  ben: { name: 'Ben Example', email: 'ben@example.com' },
  cleo: { name: 'Cleo Example', email: 'cleo@example.com' },
} as const;

export type Person = (typeof people)[keyof typeof people];

/** Who commits releases. */
export const releaseBot = {
  name: 'release bot',
  email: 'release-bot@example.com',
} as const;

export interface Duration {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
}

/** The moment so long before `now`. */
export function ago(
  now: Date,
  { days = 0, hours = 0, minutes = 0 }: Duration,
): Date {
  return new Date(
    now.getTime() - ((days * 24 + hours) * 60 + minutes) * 60_000,
  );
}
