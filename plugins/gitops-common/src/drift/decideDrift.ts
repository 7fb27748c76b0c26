import type { Application, DeploymentImage, Drift } from '../model';

/** @public */
export interface DecideDriftInput {
  readonly application: Application;
  /** From `resolveImages`. */
  readonly images: readonly DeploymentImage[];
}

/** TODO */
export function decideDrift(_input: DecideDriftInput): Drift {
  return { state: 'inSync' };
}
