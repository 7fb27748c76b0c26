import { eventually } from '../../__testUtils__/eventually';
import { startGithub, type RunningGithub } from '../__testUtils__/startGithub';
import type { Repository } from '../model/Repositories';
import type { WorkflowRun } from './model';

const path = '.github/workflows/delivery.yml';
const overlay =
  'images:\n  - name: app # the one\n    newName: registry.localhost/app\n    newTag: unreleased\n';

const delivery = `
name: delivery
run-name: Deliver \${{ github.ref_name }}
on:
  push: { branches: [main] }
  pull_request:
  workflow_dispatch: { inputs: { level: { default: low }, reason: { required: true } } }
env: { IMAGE: registry.localhost/app }
jobs:
  test:
    runs-on: ubuntu-latest
    strategy: { matrix: { python: ['3.13', '3.14'] } }
    steps:
      - uses: actions/checkout@v6
      - run: make test PYTHON=\${{ matrix.python }}
  changes:
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    outputs: { tag: '\${{ steps.tag.outputs.tag }}' }
    steps:
      - id: tag
        run: echo "tag=\${GITHUB_SHA:0:8}" >> "$GITHUB_OUTPUT"
  build:
    needs: [test, changes]
    runs-on: ubuntu-latest
    steps:
      - uses: docker/login-action@v4
      - uses: docker/build-push-action@v7
        with: { push: true, tags: '\${{ env.IMAGE }}:\${{ needs.changes.outputs.tag }}' }
  release:
    needs: [changes, build]
    runs-on: ubuntu-latest
    environment: prod
    concurrency: release
    env: { TAG: '\${{ needs.changes.outputs.tag }}' }
    steps:
      - run: git config user.name 'release bot'
      - working-directory: k8s/overlays/prod
        run: |
          kustomize edit set image "app=$IMAGE:$TAG"
          git commit -am "release(prod) $TAG"
          git push origin HEAD:main
`;

// other work may slow this machine down
jest.setTimeout(30_000);

describe('workflow runs', () => {
  let github: RunningGithub;
  let repository: Repository;

  beforeEach(async () => {
    github = await startGithub();
  });
  afterEach(async () => {
    await github.stop();
    if (github.errors.length > 0) {
      throw github.errors[0];
    }
  });

  const api = (method: string, url: string, body?: unknown) =>
    github.api(method, `/repos/demo/app${url}`, body);
  const create = async (
    files: Readonly<Record<string, string>>,
    reviewers: boolean = false,
  ) => {
    repository = await github.world.repositories.create({
      owner: 'demo',
      name: 'app',
    });
    if (reviewers) {
      await api('PUT', '/environments/prod', {
        reviewers: [{ type: 'Team', id: 2 }],
      });
    }
    await github.push('app', files);
  };
  const runs = () => github.world.runs.list(repository.id);
  const reaches = (status: WorkflowRun['status'], event = 'push') =>
    eventually(() =>
      runs().find(run => run.event === event && run.status === status),
    );
  const brief = (run: WorkflowRun) =>
    run.jobs
      .filter(({ retried }) => !retried)
      .map(
        ({ name, status, conclusion }) => `${name}: ${conclusion ?? status}`,
      );
  const read = () =>
    github.world.git.readFile(
      'demo/app',
      'main',
      'k8s/overlays/prod/kustomization.yaml',
    );
  const project = {
    [path]: delivery,
    'k8s/overlays/prod/kustomization.yaml': overlay,
  };

  it('test, build and wait; an approval lets the release reach Git, and starts no other run', async () => {
    await create(project, true);
    const waiting = await reaches('waiting');
    expect(waiting).toMatchObject({ title: 'Deliver main', number: 1 });
    expect(brief(waiting)).toEqual([
      'test (3.13): success',
      'test (3.14): success',
      'changes: success',
      'build: success',
      'release: waiting',
    ]);
    const tag = waiting.sha.slice(0, 8);
    expect(github.images.has(`registry.localhost/app:${tag}`)).toBe(true);
    expect(await read()).toBe(overlay);

    const pending = await api(
      'GET',
      `/actions/runs/${waiting.id}/pending_deployments`,
    );
    expect(pending.body).toMatchObject([
      {
        environment: { name: 'prod' },
        current_user_can_approve: true,
        reviewers: [{ type: 'Team', reviewer: { slug: 'team-shop' } }],
      },
    ]);
    const approved = await api(
      'POST',
      `/actions/runs/${waiting.id}/pending_deployments`,
      {
        environment_ids: [pending.body[0].environment.id],
        state: 'approved',
        comment: 'go',
      },
    );
    expect(approved.body).toMatchObject([{ environment: 'prod' }]);
    const done = await reaches('completed');
    expect(done.conclusion).toBe('success');
    expect(await read()).toBe(overlay.replace('unreleased', tag));
    const head = await github.world.git.commit('demo/app', 'main');
    expect(head).toMatchObject({
      title: `release(prod) ${tag}`,
      authorName: 'release bot',
    });
    expect(runs()).toHaveLength(1);
  });

  it('fail when an approval is refused', async () => {
    await create(project, true);
    const { id } = await reaches('waiting');
    await github.world.runs.review(repository.id, id, ['prod'], 'rejected', '');
    expect(await reaches('completed')).toMatchObject({ conclusion: 'failure' });
    expect(await read()).toBe(overlay);
  });

  it('hear from gh whether an environment is protected', async () => {
    const guarded = `
on: push
jobs:
  a:
    runs-on: x
    environment: prod
    steps:
      - run: |
          rules=$(gh api "repos/$GITHUB_REPOSITORY/environments/prod" --jq '.protection_rules[].type')
          grep -qx required_reviewers <<< "$rules"
`;
    await create({ [path]: guarded });
    expect(await reaches('completed')).toMatchObject({ conclusion: 'failure' });
    await api('PUT', '/environments/prod', {
      reviewers: [{ type: 'User', id: 3 }],
    });
    const [{ id }] = runs();
    await github.world.runs.rerun(repository.id, id, 'all');
    await reaches('waiting');
    await github.world.runs.review(repository.id, id, ['prod'], 'approved', '');
    expect(await reaches('completed')).toMatchObject({ conclusion: 'success' });
  });

  it('do for a pull request only what its conditions allow', async () => {
    await create({ ...project, 'README.md': 'one' });
    await reaches('completed');
    const { git } = github.world;
    await git.createBranch('demo/app', 'next', 'main');
    await git.commitFiles(
      'demo/app',
      'next',
      [{ action: 'write', path: 'README.md', content: 'two' }],
      { message: 'docs: two' },
    );
    await api('POST', '/pulls', { title: 'Two', head: 'next', base: 'main' });
    const run = await reaches('completed', 'pull_request');
    expect(run).toMatchObject({
      ref: 'refs/pull/1/merge',
      branch: 'next',
      conclusion: 'success',
    });
    expect(brief(run)).toEqual([
      'test (3.13): success',
      'test (3.14): success',
      'changes: skipped',
      'build: skipped',
      'release: skipped',
    ]);
  });

  it('start by hand, with inputs', async () => {
    await create(project);
    await reaches('completed');
    const dispatch = (inputs: object) =>
      api('POST', '/actions/workflows/delivery.yml/dispatches', {
        ref: 'main',
        inputs,
      });
    expect((await dispatch({})).status).toBe(422);
    expect((await dispatch({ reason: 'x', unknown: 'y' })).status).toBe(422);
    expect((await dispatch({ reason: 'test' })).status).toBe(204);
    expect(await reaches('completed', 'workflow_dispatch')).toMatchObject({
      inputs: { reason: 'test', level: 'low' },
      conclusion: 'success',
    });
  });

  it('run failed jobs again, and what was skipped because of them', async () => {
    repository = await github.world.repositories.create({
      owner: 'demo',
      name: 'app',
    });
    await github.push('app', project, 'feat: x [fail:build]');
    const failed = await reaches('completed');
    expect(brief(failed).slice(3)).toEqual([
      'build: failure',
      'release: skipped',
    ]);
    const rerun = await api(
      'POST',
      `/actions/runs/${failed.id}/rerun-failed-jobs`,
    );
    expect(rerun.status).toBe(201);
    const done = await eventually(() =>
      runs().find(
        ({ attempt, status }) => attempt === 2 && status === 'completed',
      ),
    );
    expect(done.conclusion).toBe('success');
    const { body } = await api('GET', `/actions/runs/${failed.id}/jobs`);
    expect(
      body.jobs.map(({ name, run_attempt }: any) => `${name} ${run_attempt}`),
    ).toEqual([
      'test (3.13) 1',
      'test (3.14) 1',
      'changes 1',
      'build 2',
      'release 2',
    ]);
  });

  it('leave out commits that ask for it', async () => {
    repository = await github.world.repositories.create({
      owner: 'demo',
      name: 'app',
    });
    await github.push('app', project, 'docs: x [skip ci]');
    expect(runs()).toEqual([]);
  });

  it('say why a file is no workflow', async () => {
    await create({ [path]: 'on: push\njobs: {}\n' });
    expect(await reaches('completed')).toMatchObject({
      conclusion: 'startup_failure',
      error: expect.stringContaining('at least one job'),
    });
  });

  it('go on after a restart where they were', async () => {
    await create(project, true);
    await reaches('waiting');
    const running = await github.push('app', { 'src/app.py': 'x = 1\n' });
    github = await github.restart();
    const again = await eventually(() =>
      runs().find(
        ({ sha, jobs }) =>
          sha === running &&
          jobs.some(
            ({ key, conclusion }) =>
              key === 'build' && conclusion === 'success',
          ),
      ),
    );
    // the release of the first run still waits for its approval
    await eventually(
      () =>
        github.world.runs
          .get(repository.id, again.id)
          .jobs.find(({ key }) => key === 'release')?.status === 'pending',
    );
    const first = runs().find(({ status }) => status === 'waiting');
    await github.world.runs.review(
      repository.id,
      first?.id ?? 0,
      ['prod'],
      'approved',
      '',
    );
    const released = await eventually(() => {
      const run = github.world.runs.get(repository.id, again.id);
      return run.status === 'waiting' && run;
    });
    expect(brief(released).at(-1)).toBe('release: waiting');
  });

  it('give way to newer ones of their concurrency group', async () => {
    const grouped = (cancel: boolean) =>
      `on: push\nconcurrency: { group: 'x-\${{ github.ref }}', cancel-in-progress: ${cancel} }\njobs: { a: { runs-on: x, environment: prod, steps: [{ run: make }] } }\n`;
    await create({ [path]: grouped(false) }, true);
    const first = await reaches('waiting');
    const second = await github.push('app', { 'a.txt': '2' });
    const third = await github.push('app', { 'a.txt': '3' });
    const ofCommit = (sha: string) => runs().find(run => run.sha === sha);
    expect(ofCommit(second)).toMatchObject({ conclusion: 'cancelled' });
    expect(ofCommit(third)).toMatchObject({ status: 'pending' });
    const approve = (id: number) =>
      github.world.runs.review(repository.id, id, ['prod'], 'approved', '');
    await approve(first.id);
    await eventually(() => ofCommit(third)?.status === 'waiting');
    expect(github.world.runs.get(repository.id, first.id).conclusion).toBe(
      'success',
    );

    await approve(ofCommit(third)?.id ?? 0);
    await eventually(() => ofCommit(third)?.conclusion === 'success');
    const fourth = await github.push('app', { [path]: grouped(true) });
    const fifth = await github.push('app', { 'a.txt': '5' });
    expect(ofCommit(fourth)).toMatchObject({ conclusion: 'cancelled' });
    expect(ofCommit(fifth)).toMatchObject({ status: 'waiting' });
  });

  it('tell GraphQL how a commit stands', async () => {
    await create(project, true);
    await reaches('waiting');
    const query = `query($owner: String!, $name: String!) {
      one: repository(owner: $owner, name: $name) {
        nameWithOwner
        defaultBranchRef { name target { oid ... on Commit {
          messageHeadline
          author { name date }
          statusCheckRollup { state }
          checkSuites(first: 10) { nodes {
            status conclusion
            app { slug }
            workflowRun { databaseId url runNumber event workflow { name } }
            checkRuns(first: 20) { totalCount }
          } }
        } } }
        deployments(last: 5) { nodes { environment state commitOid } }
      }
      two: repository(owner: $owner, name: "missing") { id }
    }`;
    const { data, errors } = await github.graphql(query, {
      owner: 'demo',
      name: 'app',
    });
    const [run] = runs();
    expect(data.two).toBeNull();
    expect(errors).toMatchObject([{ type: 'NOT_FOUND', path: ['two'] }]);
    expect(data.one).toMatchObject({
      nameWithOwner: 'demo/app',
      defaultBranchRef: {
        name: 'main',
        target: {
          oid: run.sha,
          messageHeadline: 'feat: x',
          statusCheckRollup: { state: 'PENDING' },
          checkSuites: {
            nodes: [
              {
                status: 'WAITING',
                conclusion: null,
                app: { slug: 'github-actions' },
                workflowRun: {
                  databaseId: run.id,
                  url: `${github.baseUrl}/demo/app/actions/runs/${run.id}`,
                  event: 'push',
                  workflow: { name: 'delivery' },
                },
                checkRuns: { totalCount: 5 },
              },
            ],
          },
        },
      },
      deployments: {
        nodes: [{ environment: 'prod', state: 'WAITING', commitOid: run.sha }],
      },
    });
  });
});
