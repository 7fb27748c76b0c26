import {
  analyzePipelineWebhook,
  type WebhookAnalysis,
} from './analyzePipelineWebhook';

const project = {
  id: 1,
  name: 'orders',
  web_url: 'https://git.example.com/shop/orders',
  path_with_namespace: 'shop/orders',
  default_branch: 'main',
};

const pipeline = (about: object = {}, its: object = project) => ({
  object_kind: 'pipeline',
  object_attributes: {
    id: 31,
    iid: 3,
    ref: 'main',
    tag: false,
    sha: 'bcbb5ec396a2c0f828686f14fac9b80b780504f2',
    status: 'success',
    ...about,
  },
  project: its,
});

const job = (about: object = {}) => ({
  object_kind: 'build',
  ref: 'main',
  tag: false,
  build_id: 1977,
  build_name: 'test',
  build_status: 'created',
  project_name: 'Shop / Orders',
  project,
  ...about,
});

const ok: WebhookAnalysis = {
  result: 'ok',
  path: 'shop/orders',
  webUrl: 'https://git.example.com/shop/orders',
};

it.each<[string, unknown, WebhookAnalysis]>([
  ['a pipeline of the default branch', pipeline(), ok],
  ['a job of the default branch', job(), ok],
  [
    'a pipeline of a project without a known default branch',
    pipeline({ ref: 'any' }, { ...project, default_branch: null }),
    ok,
  ],
  [
    'a pipeline of another branch',
    pipeline({ ref: 'feature' }),
    { result: 'ignored', reason: 'feature is not the default branch main' },
  ],
  [
    'a pipeline of a tag',
    pipeline({ ref: 'v1.0', tag: true }),
    { result: 'ignored', reason: 'v1.0 is a tag' },
  ],
  [
    'a job of another branch',
    job({ ref: 'feature' }),
    { result: 'ignored', reason: 'feature is not the default branch main' },
  ],
  [
    'a push',
    { object_kind: 'push', project },
    { result: 'ignored', reason: 'push events do not change pipelines' },
  ],
  [
    'a job of an old GitLab that does not name its project',
    job({ project: undefined }),
    {
      result: 'unsupported',
      reason: 'the job event lacks what is needed: project',
    },
  ],
  [
    'a pipeline with nonsense in it',
    pipeline({}, { path_with_namespace: 7, web_url: 'javascript' }),
    {
      result: 'unsupported',
      reason:
        'the pipeline event lacks what is needed: project.path_with_namespace, project.web_url',
    },
  ],
  ...[undefined, null, 'text', 7, [], {}].map(
    (payload): [string, unknown, WebhookAnalysis] => [
      `${JSON.stringify(payload)}`,
      payload,
      { result: 'unsupported', reason: 'the payload has no object_kind' },
    ],
  ),
])('reads %s', (_, payload, expected) => {
  expect(analyzePipelineWebhook(payload)).toEqual(expected);
});
