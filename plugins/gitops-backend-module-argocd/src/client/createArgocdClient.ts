import { NotImplementedError } from '@backstage/errors';
import type { ArgocdInstanceConfig } from '../config/ArgocdInstanceConfig';
import type { ArgocdClient } from './ArgocdClient';

/** @public */
export interface ArgocdClientOptions {
  /** Milliseconds that one call may take; 10,000 by default. */
  readonly timeout?: number;
  /** Milliseconds without a byte after which the stream counts as cut; 40,000 by default. */
  readonly streamSilence?: number;
}

/** @public */
export function createArgocdClient(
  _instance: ArgocdInstanceConfig,
  _options?: ArgocdClientOptions,
): ArgocdClient {
  throw new NotImplementedError('not yet');
}
