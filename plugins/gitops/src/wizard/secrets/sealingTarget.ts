import type { SealingTarget } from '@slipway/plugin-gitops-common';

/** What a component's secret is called, and where it lives: sealing is bound to both. */
export function sealingTarget(
  component: string,
  environment: string,
): SealingTarget {
  return {
    scope: 'strict',
    namespace: `${component}-${environment}`,
    name: `${component}-secrets`,
  };
}
