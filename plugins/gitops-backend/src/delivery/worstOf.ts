import type {
  Drift,
  EnvironmentSummary,
  HealthState,
} from '@slipway/plugin-gitops-common';

const healthRank: Readonly<Record<HealthState, number>> = {
  degraded: 5,
  missing: 4,
  progressing: 3,
  unknown: 2,
  suspended: 1,
  healthy: 0,
};
const driftRank: Readonly<Record<Drift['state'], number>> = {
  drifted: 4,
  waitingForSync: 3,
  rollingOut: 2,
  unknown: 1,
  inSync: 0,
};

/** Where a component runs more than once in an environment, a cell shows the one that needs attention. */
export function worstOf(
  a: EnvironmentSummary,
  b: EnvironmentSummary,
): EnvironmentSummary {
  const difference =
    healthRank[b.health] - healthRank[a.health] ||
    driftRank[b.drift] - driftRank[a.drift];
  return difference > 0 ? b : a;
}
