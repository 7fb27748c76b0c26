import { eventually } from '../__testUtils__/eventually';
import { fileWrites } from '../git';
import {
  startGitlab,
  type RunningGitlab,
} from '../gitlab/__testUtils__/startGitlab';
import type { CiPipeline } from './model';

const repo = 'demo/orders';

const base = `
stages: [lint, test, build, release, ops]
include:
  - local: ci/*.yml
workflow:
  rules:
    - if: $CI_COMMIT_BRANCH
variables:
  APP_NAME: orders
.on-main:
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      changes: [src/**/*, Dockerfile]
lint:
  stage: lint
  script: [make lint]
unit-tests:
  stage: test
  needs: []
  script: [pytest]
  coverage: '/TOTAL/'
build-image:
  stage: build
  extends: .on-main
  script:
    - |
      buildctl-daemonless.sh build \\
        --export-cache "type=registry,ref=$CI_REGISTRY_IMAGE:buildcache,mode=max" \\
        --output "type=image,name=$CI_REGISTRY_IMAGE:$CI_COMMIT_SHORT_SHA,push=true"
`;

const release = `
.push:
  before_script:
    - |
      git config --global user.name "$APP_NAME release bot"
      push_change() {
        subject=$1
        shift
        for attempt in 1 2 3; do
          git fetch --quiet origin "$CI_DEFAULT_BRANCH"
          "$@"
          if git diff --quiet; then
            return 0
          fi
          git commit --quiet --all --message "$subject [skip ci]"
          if git push --quiet origin "HEAD:$CI_DEFAULT_BRANCH"; then
            return 0
          fi
        done
        return 1
      }
.release:
  stage: release
  extends: [.push, .on-main]
  script:
    - cd "k8s/overlays/$ENVIRONMENT"
    - push_change "release($ENVIRONMENT) $CI_COMMIT_SHORT_SHA"
      kustomize edit set image "$APP_NAME=$CI_REGISTRY_IMAGE:$CI_COMMIT_SHORT_SHA"
release-dev:
  extends: .release
  needs: [build-image]
  variables: { ENVIRONMENT: dev }
  environment: { name: $ENVIRONMENT }
release-prod:
  extends: .release
  needs: [release-dev]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      changes: [src/**/*]
      when: manual
      allow_failure: true
  variables: { ENVIRONMENT: prod }
`;

const overlay = (environment: string) => `# Overlay of ${environment}
resources:
- ../../base

# written by CI
images:
- name: orders # the name in the base
  newName: registry.localhost/demo/orders
  newTag: "unreleased"   # a commit
`;

describe('pipelines', () => {
  let gitlab: RunningGitlab;
  afterEach(() => gitlab.stop());

  const push = (files: Record<string, string>, message: string) =>
    gitlab.world.git.commitFiles(repo, 'main', fileWrites(files), { message });
  const begin = async (files: Record<string, string>, speed = 100) => {
    gitlab = await startGitlab({ speed });
    await gitlab.world.projects.create({ namespace: 'demo', path: 'orders' });
    return push(files, 'feat: begin');
  };
  const projectId = () => gitlab.world.projects.get(repo).id;
  const pipelineOf = (sha: string) =>
    gitlab.world.pipelines
      .list(projectId())
      .find(pipeline => pipeline.sha === sha);
  const reaches = (sha: string, status: CiPipeline['status']) =>
    eventually(() => {
      const pipeline = pipelineOf(sha);
      return pipeline?.status === status && pipeline;
    });
  const states = ({ jobs }: CiPipeline) =>
    Object.fromEntries(
      jobs.filter(job => !job.retried).map(job => [job.name, job.status]),
    );
  const world = {
    '.gitlab-ci.yml': base,
    'ci/release.yml': release,
    'src/app.py': 'one',
    'k8s/overlays/dev/kustomization.yaml': overlay('dev'),
    'k8s/overlays/prod/kustomization.yaml': overlay('prod'),
  };

  it('goes from a commit to the tag in the overlay, comments kept, and to prod by hand', async () => {
    const { sha, shortSha } = await begin(world);
    const pipeline = await reaches(sha, 'success');
    expect(states(pipeline)).toEqual({
      lint: 'success',
      'unit-tests': 'success',
      'build-image': 'success',
      'release-dev': 'success',
      'release-prod': 'manual',
    });
    const image = `registry.localhost/demo/orders:${shortSha}`;
    expect(gitlab.world.images.has(image)).toBe(true);
    expect(gitlab.world.images.list()).toHaveLength(1);
    const released = (environment: string) =>
      overlay(environment).replace('"unreleased"', `"${shortSha}"`);
    const { git } = gitlab.world;
    expect(
      await git.readFile(repo, 'main', 'k8s/overlays/dev/kustomization.yaml'),
    ).toBe(released('dev'));
    const head = await git.commit(repo, 'main');
    expect(head).toMatchObject({
      message: `release(dev) ${shortSha} [skip ci]\n`,
      authorName: 'orders release bot',
    });
    await gitlab.world.pipelines.settled();
    expect(pipelineOf(head.sha)).toMatchObject({ status: 'skipped', jobs: [] });

    const prod = pipeline.jobs.find(({ name }) => name === 'release-prod');
    gitlab.world.pipelines.play(projectId(), prod?.id ?? 0);
    await eventually(
      () => states(pipelineOf(sha) ?? pipeline)['release-prod'] === 'success',
    );
    expect(
      await git.readFile(repo, 'main', 'k8s/overlays/prod/kustomization.yaml'),
    ).toBe(released('prod'));
  });

  it('builds nothing for a change that no image has', async () => {
    await begin(world);
    const { sha } = await push({ 'README.md': 'x' }, 'docs: x');
    expect(states(await reaches(sha, 'success'))).toEqual({
      lint: 'success',
      'unit-tests': 'success',
    });
  });

  it('fails a job once when the commit message asks for it, and goes on after a retry', async () => {
    await begin(world);
    const { sha } = await push(
      { 'src/app.py': 'two' },
      'feat: two [fail:unit-tests]',
    );
    const failed = await reaches(sha, 'failed');
    expect(states(failed)).toMatchObject({
      'unit-tests': 'failed',
      'build-image': 'skipped',
      'release-dev': 'skipped',
    });
    gitlab.world.pipelines.retry(projectId(), failed.id);
    expect(states(await reaches(sha, 'success'))).toMatchObject({
      'unit-tests': 'success',
      'release-dev': 'success',
    });
  });

  it('goes on after a restart where it was', async () => {
    const { sha } = await begin(world, 2);
    await reaches(sha, 'running');
    gitlab = await gitlab.restart();
    const pipeline = await eventually(async () => {
      const found = pipelineOf(sha);
      return found?.status === 'success' && found;
    });
    expect(states(pipeline)).toMatchObject({ 'release-dev': 'success' });
    expect(gitlab.world.images.list()).toHaveLength(1);
  }, 20_000);

  it.each([
    [
      'blocks at a manual job under rules',
      'rules: [{ when: manual }]',
      'manual',
      'created',
    ],
    ['passes an optional manual job', 'when: manual', 'success', 'success'],
  ])('%s', async (_, keyword, status, after) => {
    const { sha } = await begin({
      '.gitlab-ci.yml': `
stages: [one, two]
approve: { stage: one, script: [echo], ${keyword} }
check: { stage: one, script: [echo] }
deploy: { stage: two, script: [echo] }
`,
    });
    const pipeline = await reaches(sha, status as CiPipeline['status']);
    expect(states(pipeline)).toEqual({
      approve: 'manual',
      check: 'success',
      deploy: after,
    });
  });

  it.each([
    [
      'an unknown stage',
      'a: { stage: nowhere, script: [x] }',
      'a job: chosen stage nowhere does not exist; available stages are .pre, build, test, deploy, .post',
    ],
    [
      'a job without a script',
      'a: { stage: test }',
      'jobs:a config should implement the script:, run:, or trigger: keyword',
    ],
    [
      'a missing include',
      'include: [{ local: no.yml }]\na: { script: [x] }',
      'Local file `no.yml` does not exist!',
    ],
    [
      'a bad rule',
      "a: { script: [x], rules: [{ if: '$A ==' }] }",
      'jobs:a:rules:rule if invalid expression syntax',
    ],
    [
      'an unknown parent',
      'a: { extends: .b, script: [x] }',
      'a: unknown keys in `extends` (.b)',
    ],
    [
      'an undefined need',
      'a: { script: [x], needs: [b] }',
      'a job: undefined need: b',
    ],
    [
      'no job',
      '.a: { script: [x] }',
      'jobs config should contain at least one visible job',
    ],
  ])('fails with GitLab’s reason for %s', async (_, config, reason) => {
    const { sha } = await begin({ '.gitlab-ci.yml': config });
    expect(await reaches(sha, 'failed')).toMatchObject({
      yamlErrors: reason,
      jobs: [],
    });
  });

  it('makes none for a branch that its workflow leaves out, nor without a file', async () => {
    await begin({ 'README.md': 'x' });
    await push(
      {
        '.gitlab-ci.yml':
          'workflow: { rules: [{ if: $CI_COMMIT_BRANCH == "x" }] }\na: { script: [x] }',
      },
      'x',
    );
    await gitlab.world.pipelines.settled();
    expect(gitlab.world.pipelines.list(projectId())).toEqual([]);
  });

  it('never shows a masked variable in a log', async () => {
    await begin({ 'README.md': 'x' });
    await gitlab.api('POST', `/projects/${projectId()}/variables`, {
      key: 'PASSWORD',
      value: 'hunter2-secret',
      masked: true,
    });
    const { sha } = await push(
      {
        '.gitlab-ci.yml':
          'a: { script: ["docker push registry/$PASSWORD:1", "echo hunter2-secret"] }',
      },
      'x',
    );
    const { jobs } = await reaches(sha, 'success');
    expect(jobs[0].log).toContain('[MASKED]');
    expect(jobs[0].log).not.toContain('hunter2');
  });

  it('keeps the past as it was told', async () => {
    const { sha } = await begin({ 'README.md': 'x' });
    const at = (minute: number) => new Date(Date.UTC(2026, 1, 3, 4, minute));
    const recorded = gitlab.world.pipelines.record({
      project: repo,
      sha,
      status: 'failed',
      createdAt: at(0),
      jobs: [
        {
          name: 'lint',
          stage: 'lint',
          status: 'success',
          startedAt: at(1),
          finishedAt: at(2),
        },
        {
          name: 'test',
          stage: 'test',
          status: 'failed',
          startedAt: at(2),
          finishedAt: at(5),
        },
        { name: 'build', stage: 'build', status: 'skipped' },
      ],
    });
    expect(recorded).toMatchObject({
      status: 'failed',
      createdAt: at(0).toISOString(),
      startedAt: at(1).toISOString(),
      finishedAt: at(5).toISOString(),
    });
    gitlab.world.pipelines.retry(projectId(), recorded.id);
    expect(states(await reaches(sha, 'success'))).toEqual({
      lint: 'success',
      test: 'success',
      build: 'success',
    });
  });
});
