import { loadCiConfig } from './loadCiConfig';
import { planPipeline, type RuleContext } from './planPipeline';

const push = {
  CI_PIPELINE_SOURCE: 'push',
  CI_COMMIT_BRANCH: 'main',
  CI_COMMIT_REF_NAME: 'main',
  CI_DEFAULT_BRANCH: 'main',
};

/** The jobs of a repository's pipeline. */
async function plan(
  files: Readonly<Record<string, string>>,
  context: Partial<RuleContext> = {},
) {
  const paths = Object.keys(files);
  const config = await loadCiConfig('.gitlab-ci.yml', {
    paths,
    read: async path => files[path],
  });
  const found = planPipeline(config, {
    predefined: push,
    overriding: {},
    paths,
    ...context,
  });
  return found.type === 'run' ? found.jobs : [];
}

describe('parallel jobs', () => {
  const file = `
build:
  stage: build
  parallel:
    matrix:
      - SERVICE: [api, worker]
        ARCH: arm64
      - SERVICE: [web]
        ARCH: [amd64]
  script: ['docker push x/$SERVICE:$ARCH']
release:
  stage: deploy
  needs: [build]
  script: [echo]
release-web:
  stage: deploy
  needs: [{ job: build, parallel: { matrix: [{ SERVICE: web, ARCH: amd64 }] } }]
  script: [echo]
twice:
  parallel: 2
  script: [echo]
`;

  it('have their own names and variables, and others need all or some of them', async () => {
    const jobs = await plan({ '.gitlab-ci.yml': file });
    expect(jobs.map(({ name, needs }) => [name, needs])).toEqual([
      ['build: [api, arm64]', undefined],
      ['build: [worker, arm64]', undefined],
      ['build: [web, amd64]', undefined],
      ['twice 1/2', undefined],
      ['twice 2/2', undefined],
      [
        'release',
        [
          'build: [api, arm64]',
          'build: [worker, arm64]',
          'build: [web, amd64]',
        ],
      ],
      ['release-web', ['build: [web, amd64]']],
    ]);
    expect(jobs[1].variables).toMatchObject({
      SERVICE: 'worker',
      ARCH: 'arm64',
      CI_NODE_INDEX: '2',
      CI_NODE_TOTAL: '3',
    });
  });
});

describe('the apps of one repository', () => {
  const app = (name: string) => `
.${name}:base:
  rules:
    - if: $CI_PIPELINE_SOURCE == "push"
      changes: [apps/${name}/**/*]
  variables: { APP_NAME: ${name} }
${name}:build:
  stage: build
  extends: .${name}:base
  id_tokens: { TOKEN: { aud: x } }
  script: [make]
${name}:release-prod:
  stage: deploy
  extends: .${name}:base
  needs: ['${name}:build']
  resource_group: $APP_NAME/prod
  manual_confirmation: Really ${name}?
  when: manual
  script: [make]
`;
  const files = {
    '.gitlab-ci.yml':
      'include: [{ local: apps/*/ci/*.yml, rules: [{ exists: [apps/*/ci/*.yml] }] }]\ncheck: { script: [make] }\n',
    'apps/orders/ci/all.yml': app('orders'),
    'apps/billing/ci/all.yml': app('billing'),
  };

  it('have a pipeline in common, of the jobs whose app has changed', async () => {
    const jobs = await plan(files, { changedPaths: ['apps/orders/src/a.py'] });
    expect(jobs).toMatchObject([
      { name: 'orders:build', variables: { TOKEN: '[MASKED]' } },
      { name: 'check' },
      {
        name: 'orders:release-prod',
        when: 'manual',
        needs: ['orders:build'],
        resourceGroup: 'orders/prod',
        confirmation: 'Really orders?',
      },
    ]);
  });

  it('may all be missing', async () => {
    const only = { '.gitlab-ci.yml': files['.gitlab-ci.yml'] };
    expect((await plan(only)).map(({ name }) => name)).toEqual(['check']);
  });
});

describe('jobs of a merge request', () => {
  const predefined = { CI_PIPELINE_SOURCE: 'merge_request_event' };
  const jobs = `
plain: { script: [echo] }
asked: { script: [echo], rules: [{ if: $CI_PIPELINE_SOURCE == "merge_request_event" }] }
older: { script: [echo], only: [merge_requests] }
`;

  it.each([
    ['', ['asked', 'older']],
    ['workflow: { rules: [{ when: always }] }', ['plain', 'asked', 'older']],
  ])('with “%s” are those that want one', async (workflow, expected) => {
    const found = await plan(
      { '.gitlab-ci.yml': workflow + jobs },
      { predefined },
    );
    expect(found.map(({ name }) => name)).toEqual(expected);
  });
});
