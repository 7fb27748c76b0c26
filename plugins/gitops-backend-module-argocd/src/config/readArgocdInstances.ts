import type { Config } from '@backstage/config';
import type { ArgocdInstanceConfig } from './ArgocdInstanceConfig';

/** @public */
export function readArgocdInstances(
  _config: Config,
): readonly ArgocdInstanceConfig[] {
  return [];
}
