import type { EntityDelivery } from '@slipway/plugin-gitops-common';
import { aDelivery } from './delivery';
import {
  aCommit,
  aDeployment,
  ago,
  aJob,
  anImage,
  aPipeline,
  aSha,
  aStage,
  aTraceRow,
  repository,
} from './model';

const commits = {
  stream: aCommit({
    sha: aSha('3f9c2ab1'),
    title: 'feat: stream replies over WebSocket',
    authorName: 'Alex Moor',
    authoredAt: ago(8),
  }),
  pool: aCommit(),
  limits: aCommit({
    sha: aSha('c02ff1d7'),
    title: 'chore: raise limits',
    authorName: 'Alex Moor',
    authoredAt: ago(1500),
  }),
  rate: aCommit({
    sha: aSha('e5d1b83f'),
    title: 'feat: rate limits per key',
    authorName: 'Kim Lund',
    authoredAt: ago(1600),
  }),
  history: aCommit({
    sha: aSha('77be910c'),
    title: 'feat: history per user',
    authorName: 'Kim Lund',
    authoredAt: ago(2900),
  }),
};

const running = aPipeline({
  status: 'running',
  sha: commits.stream.sha,
  commit: commits.stream,
  createdAt: ago(8),
  startedAt: ago(8),
  finishedAt: undefined,
  duration: 252,
  currentStage: 'release',
  stages: [
    aStage('lint', 'success', [
      aJob('ruff', 'success', { duration: 12 }),
      aJob('kustomize', 'success', { duration: 4 }),
    ]),
    aStage('test', 'success', [
      aJob('pytest', 'success', { duration: 41, coverage: 94 }),
    ]),
    aStage('build', 'success', [aJob('image', 'success', { duration: 63 })]),
    aStage('release', 'running', [
      aJob('release: dev', 'running'),
      aJob('release: staging', 'created'),
    ]),
    aStage('ops', 'manual', [aJob('release: prod', 'manual')]),
  ],
});

/** A busy day: one environment rolls out, one is at rest, one was changed by hand. */
export const richDelivery = (): EntityDelivery =>
  aDelivery({
    deployments: [
      aDeployment('dev', {
        images: [
          anImage({
            desired: '3f9c2ab1',
            synced: '3f9c2ab1',
            live: ['3f9c2ab1', 'a81d0e4c'],
          }),
        ],
        drift: {
          state: 'rollingOut',
          reason: 'Rolling out 3f9c2ab1: a81d0e4c still runs.',
        },
        application: {
          health: { state: 'progressing' },
          history: [
            { id: 4, revisions: [aSha('9d01c22a')], deployedAt: ago(2) },
          ],
        },
      }),
      aDeployment('staging'),
      aDeployment('prod', {
        images: [
          anImage({
            desired: '77be910c',
            synced: '77be910c',
            live: ['hotfix-2'],
          }),
        ],
        drift: {
          state: 'drifted',
          reason:
            'Drifted: Git and Argo CD say 77be910c, the cluster runs hotfix-2.',
        },
        application: {
          sync: {
            state: 'outOfSync',
            revisions: [aSha('9d01c22a')],
            automated: false,
          },
          history: [
            { id: 1, revisions: [aSha('41aa')], deployedAt: ago(2880) },
          ],
        },
      }),
    ],
    pipeline: running,
    deltas: [
      {
        from: 'dev',
        to: 'staging',
        fromTag: '3f9c2ab1',
        toTag: 'a81d0e4c',
        commits: 1,
        webUrl:
          'https://gitlab.example/shop/chat-api/-/compare/a81d0e4c...3f9c2ab1',
      },
      {
        from: 'staging',
        to: 'prod',
        fromTag: 'a81d0e4c',
        toTag: '77be910c',
        commits: 3,
        webUrl:
          'https://gitlab.example/shop/chat-api/-/compare/77be910c...a81d0e4c',
      },
    ],
    trace: [
      aTraceRow({
        commit: commits.stream,
        pipeline: { ...running, stages: undefined },
        environments: {
          dev: {
            state: 'onItsWay',
            reason: 'commit 9d01c22a set the tag; syncing',
            since: ago(1),
          },
          staging: { state: 'absent' },
          prod: { state: 'absent' },
        },
      }),
      aTraceRow({
        commit: commits.pool,
        environments: {
          dev: {
            state: 'live',
            since: ago(175),
            health: 'healthy',
            drift: 'inSync',
          },
          staging: {
            state: 'live',
            since: ago(170),
            health: 'healthy',
            drift: 'inSync',
          },
          prod: { state: 'absent' },
        },
      }),
      aTraceRow({
        commit: commits.limits,
        pipeline: aPipeline({
          id: '1282',
          label: '#1282',
          status: 'failed',
          currentStage: 'test',
        }),
        image: { state: 'none' },
      }),
      aTraceRow({
        commit: commits.rate,
        environments: {
          dev: { state: 'was', from: ago(1590), until: ago(180) },
          staging: {
            state: 'live',
            since: ago(1500),
            health: 'degraded',
            drift: 'inSync',
          },
          prod: { state: 'absent' },
        },
      }),
      aTraceRow({
        commit: commits.history,
        environments: {
          dev: { state: 'was', from: ago(2890), until: ago(1590) },
          staging: { state: 'was', from: ago(2885), until: ago(180) },
          prod: {
            state: 'live',
            since: ago(2880),
            health: 'healthy',
            drift: 'drifted',
          },
        },
      }),
    ],
    capabilities: {
      sync: {
        'chat-api-dev': { allowed: true },
        'chat-api-staging': { allowed: true },
        'chat-api-prod': {
          allowed: false,
          reason:
            'The permission “gitops.deployment.sync” is missing for prod.',
        },
      },
      runPipeline: { allowed: true },
    },
  });

/** How many pods of the rolling deployment of `richDelivery` run which image. */
export const richPods = () => ({
  total: 2,
  ready: 2,
  byImage: { [`${repository}:3f9c2ab1`]: 1, [`${repository}:a81d0e4c`]: 1 },
});
