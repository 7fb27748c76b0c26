import type { Entity } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import type { EntitySummary } from '@slipway/plugin-gitops-common';
import {
  aDelivery,
  aDeployment,
  ago,
  aJob,
  anImage,
  certificatePem,
  aPipeline,
  aSource,
  aStage,
  richDelivery,
  richPods,
  type FakeWorld,
} from '../src/testing';

/** One state of one page. */
export interface DevState {
  readonly title: string;
  readonly shows: 'tab' | 'cards' | 'table' | 'wizard';
  readonly world: Partial<FakeWorld>;
  readonly entity?: Entity;
}

export const anEntity = (
  name = 'chat-api',
  annotations: Record<string, string> = {
    'argocd/app-selector': `gitops/component=${name}`,
    'gitlab.com/project-slug': `shop/${name}`,
  },
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default', annotations },
  spec: { type: 'service', owner: 'team-chat', lifecycle: 'production' },
});

const refuse = async (status: number, name: string, message: string) => {
  throw await ResponseError.fromResponse(
    new Response(
      JSON.stringify({
        error: { name, message },
        request: { method: 'GET', url: '/' },
        response: { statusCode: status },
      }),
      {
        status,
        headers: { 'Content-Type': 'application/json' },
      },
    ),
  );
};

const unreleased = (environment: string) =>
  aDeployment(environment, {
    images: [
      anImage({ desired: 'unreleased', synced: 'unreleased', live: [] }),
    ],
    application: { health: { state: 'progressing' }, links: { external: [] } },
  });

function summary(
  tag: string,
  overrides: Partial<EntitySummary['environments'][string]> = {},
): EntitySummary['environments'][string] {
  return {
    sync: 'synced',
    health: 'healthy',
    drift: 'inSync',
    tag,
    moreImages: 0,
    ...overrides,
  };
}

const summaries: Readonly<Record<string, EntitySummary>> = {
  'chat-api': {
    entityRef: 'component:default/chat-api',
    pipeline: { status: 'running', stage: 'release' },
    environments: {
      dev: summary('3f9c2ab1', { drift: 'rollingOut' }),
      staging: summary('a81d0e4c'),
      prod: summary('77be910c', { drift: 'drifted' }),
    },
  },
  orders: {
    entityRef: 'component:default/orders',
    pipeline: { status: 'success', finishedAt: ago(120) },
    environments: {
      dev: summary('5b1e77c2'),
      staging: summary('5b1e77c2'),
      prod: summary('5b1e77c2'),
    },
  },
  'realtime-ml': {
    entityRef: 'component:default/realtime-ml',
    pipeline: { status: 'failed', stage: 'test', finishedAt: ago(1500) },
    environments: {
      dev: summary('0aa41fe9', { health: 'degraded', moreImages: 3 }),
      staging: summary('99c0d12a', { sync: 'outOfSync' }),
    },
  },
  'new-thing': {
    entityRef: 'component:default/new-thing',
    pipeline: { status: 'pending' },
    environments: { dev: summary('unreleased') },
  },
};

export const states: Readonly<Record<string, DevState>> & {
  readonly rich: DevState;
} = {
  rich: {
    title: 'A busy day',
    shows: 'tab',
    world: { delivery: richDelivery, pods: richPods },
  },
  calm: {
    title: 'All in sync',
    shows: 'tab',
    world: {
      delivery: () =>
        aDelivery({
          deltas: ['dev', 'staging'].map((from, index) => ({
            from,
            to: ['staging', 'prod'][index] ?? '',
            fromTag: 'a81d0e4c',
            toTag: 'a81d0e4c',
            commits: 0,
          })),
        }),
    },
  },
  new: {
    title: 'Nothing released yet',
    shows: 'tab',
    world: {
      delivery: () =>
        aDelivery({
          deployments: ['dev', 'staging', 'prod'].map(unreleased),
          pipeline: aPipeline({
            status: 'running',
            currentStage: 'lint',
            finishedAt: undefined,
            duration: undefined,
            startedAt: ago(0.2),
            stages: [
              aStage('lint', 'running'),
              aStage('test', 'created'),
              aStage('build', 'created'),
              aStage('release', 'created'),
            ],
          }),
        }),
    },
  },
  trouble: {
    title:
      'Several images, several instances, failures, no right to do anything',
    shows: 'tab',
    world: {
      delivery: () =>
        aDelivery({
          deployments: [
            aDeployment('dev', {
              images: [
                anImage(),
                anImage({ repository: 'registry.example/shop/chat-worker' }),
                anImage({
                  repository: 'docker.io/library/postgres',
                  desired: '16.4-alpine',
                  live: ['16.4-alpine'],
                }),
              ],
              application: {
                health: {
                  state: 'degraded',
                  message: 'Deployment exceeded its progress deadline',
                },
              },
            }),
            aDeployment('dev', {
              application: { id: { instance: 'east', name: 'chat-api-dev' } },
            }),
            aDeployment('staging', {
              images: [anImage({ desired: '3f9c2ab1' })],
              drift: {
                state: 'waitingForSync',
                reason: 'Waiting for sync: Git asks for 3f9c2ab1.',
              },
              application: {
                sync: { state: 'outOfSync', revisions: [], automated: false },
                operation: {
                  phase: 'failed',
                  message:
                    'one or more objects failed to apply: deployments.apps "chat-api" is forbidden',
                },
              },
            }),
            aDeployment('elsewhere', { environment: undefined }),
          ],
          pipeline: aPipeline({
            status: 'failed',
            currentStage: 'test',
            stages: [
              aStage('lint', 'success'),
              aStage('test', 'failed', [aJob('pytest', 'failed')]),
              aStage('build', 'skipped'),
              aStage('release', 'manual', [aJob('release: prod', 'manual')]),
            ],
          }),
          capabilities: {
            sync: {},
            runPipeline: {
              allowed: false,
              reason: 'The permission “gitops.pipeline.run” is missing.',
            },
          },
        }),
    },
  },
  stale: {
    title: 'Argo CD does not answer',
    shows: 'tab',
    world: {
      delivery: () => ({
        ...richDelivery(),
        sources: [
          aSource({
            state: 'unreachable',
            observedAt: ago(14),
            error: 'The connection was refused.',
          }),
          aSource({ name: 'GitLab', kind: 'pipelines' }),
        ],
      }),
      pods: richPods,
    },
  },
  loading: {
    title: 'Read for the first time',
    shows: 'tab',
    world: { delivery: () => new Promise(() => {}) },
  },
  error: {
    title: 'The backend does not answer',
    shows: 'tab',
    world: {
      delivery: () =>
        refuse(503, 'ServiceUnavailableError', 'The catalog does not answer'),
    },
  },
  denied: {
    title: 'Not allowed to see anything',
    shows: 'tab',
    world: {
      delivery: () =>
        refuse(
          403,
          'NotAllowedError',
          'Missing permission gitops.deployment.read',
        ),
    },
  },
  unannotated: {
    title: 'No annotation',
    shows: 'tab',
    entity: anEntity('chat-api', {}),
    world: {
      delivery: () =>
        aDelivery({
          annotated: { deployments: false, pipeline: false },
          deployments: [],
          pipeline: undefined,
          trace: [],
        }),
    },
  },
  waiting: {
    title: 'Annotated, nothing found yet',
    shows: 'tab',
    world: {
      delivery: () =>
        aDelivery({ deployments: [], pipeline: undefined, trace: [] }),
    },
  },
  cards: {
    title: 'Overview cards',
    shows: 'cards',
    world: { delivery: richDelivery },
  },
  table: {
    title: 'Catalog columns',
    shows: 'table',
    world: {
      summary: entityRef =>
        summaries[entityRef.split('/').at(-1) ?? ''] ?? null,
    },
  },
  wizard: {
    title: 'Wizard fields',
    shows: 'wizard',
    world: {
      certificate: environment => ({
        environment,
        pem: certificatePem,
        fingerprint: '',
        notAfter: '',
      }),
    },
  },
};
