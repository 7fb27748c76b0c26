import {
  defaultEnvironments,
  type EntityDelivery,
  type SourceStatus,
} from '@slipway/plugin-gitops-common';
import { aDeployment, ago, aPipeline, aTraceRow } from './model';

export const aSource = (
  overrides: Partial<SourceStatus> = {},
): SourceStatus => ({
  name: 'Argo CD “main”',
  kind: 'engine',
  state: 'live',
  observedAt: ago(0),
  ...overrides,
});

/** Everything in sync in three environments, unless told otherwise. */
export const aDelivery = (
  overrides: Partial<EntityDelivery> = {},
): EntityDelivery => ({
  entityRef: 'component:default/chat-api',
  annotated: { deployments: true, pipeline: true },
  environments: defaultEnvironments,
  deployments: [
    aDeployment('dev'),
    aDeployment('staging'),
    aDeployment('prod'),
  ],
  project: {
    provider: 'gitlab',
    host: 'gitlab.example',
    path: 'shop/chat-api',
  },
  pipeline: aPipeline(),
  trace: [aTraceRow()],
  deltas: [],
  sources: [aSource(), aSource({ name: 'GitLab', kind: 'pipelines' })],
  capabilities: {
    sync: {
      'chat-api-dev': { allowed: true },
      'chat-api-staging': { allowed: true },
      'chat-api-prod': { allowed: true },
    },
    runPipeline: { allowed: true },
  },
  generatedAt: ago(0),
  ...overrides,
});
