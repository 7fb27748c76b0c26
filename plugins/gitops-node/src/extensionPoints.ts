import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { ProjectRef } from '@slipway/plugin-gitops-common';
import type {
  DeploymentEngine,
  PipelineProvider,
  RepositoryProvider,
} from './ports';

/** @public */
export interface GitopsProvidersExtensionPoint {
  /** Called once per configured instance while the backend starts; a duplicate `instance` fails the start. */
  addDeploymentEngine(engine: DeploymentEngine): void;
  /** Called once per provider while the backend starts; a duplicate `id` fails the start. */
  addPipelineProvider(provider: PipelineProvider): void;
  /** Called once per provider while the backend starts; a duplicate `id` fails the start. */
  addRepositoryProvider(provider: RepositoryProvider): void;
  /**
   * Called once per source of webhooks while the backend starts. The source calls `onChange` whenever a project's pipelines
   * changed, so that viewers see it at once instead of after the next poll. The backend subscribes once it runs.
   */
  addPipelineChangeSource(source: {
    subscribe(onChange: (project: ProjectRef) => void): Promise<void>;
  }): void;
}

/** Where modules add deployment engines, pipeline providers and repository providers. @public */
export const gitopsProvidersExtensionPoint =
  createExtensionPoint<GitopsProvidersExtensionPoint>({
    id: 'gitops.providers',
  });
