import {
  analyzeWorkflowWebhook,
  type WebhookAnalysis,
} from './analyzeWorkflowWebhook';

const repository = {
  id: 1,
  full_name: 'shop/orders',
  html_url: 'https://github.com/shop/orders',
  default_branch: 'main',
};
const run = (about: object = {}, its: unknown = repository) => ({
  action: 'completed',
  workflow_run: { id: 31, head_branch: 'main', event: 'push', ...about },
  workflow: { path: '.github/workflows/delivery.yml' },
  repository: its,
});
const job = (about: object = {}) => ({
  action: 'waiting',
  workflow_job: { id: 1977, head_branch: 'main', ...about },
  repository,
});
const ok: WebhookAnalysis = {
  result: 'ok',
  path: 'shop/orders',
  webUrl: 'https://github.com/shop/orders',
};
const otherBranch: WebhookAnalysis = {
  result: 'ignored',
  reason: 'feature is not the default branch main',
};
const unrelated: WebhookAnalysis = {
  result: 'ignored',
  reason: 'it is about neither a workflow run nor a workflow job',
};

it.each<[string, unknown, WebhookAnalysis]>([
  ['a run of the default branch', run(), ok],
  ['a job of the default branch', job(), ok],
  ['a run whose branch is gone', run({ head_branch: null }), ok],
  ['a run of another branch', run({ head_branch: 'feature' }), otherBranch],
  ['a job of another branch', job({ head_branch: 'feature' }), otherBranch],
  ['a push', { ref: 'refs/heads/main', repository }, unrelated],
  [
    'a run with nonsense in it',
    run({}, { full_name: 7, html_url: 'javascript' }),
    {
      result: 'unsupported',
      reason:
        'the workflow_run event lacks what is needed: repository.full_name, repository.html_url',
    },
  ],
  ...[undefined, null, 'text', 7, [], {}].map(
    (payload): [string, unknown, WebhookAnalysis] => [
      `${JSON.stringify(payload)}`,
      payload,
      unrelated,
    ],
  ),
])('reads %s', (_, payload, expected) => {
  expect(analyzeWorkflowWebhook(payload)).toEqual(expected);
});
