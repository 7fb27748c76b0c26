import { eventually } from '../../__testUtils__/eventually';
import { startGitlab, type RunningGitlab } from '../__testUtils__/startGitlab';

const repo = 'demo/orders';
const pipeline = `
workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH && $CI_OPEN_MERGE_REQUESTS
      when: never
    - if: $CI_COMMIT_BRANCH
check:
  script: [make check]
publish:
  script: ['docker push x:1']
  manual_confirmation: Really publish?
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      when: manual
`;

describe('buttons of the web pages', () => {
  let gitlab: RunningGitlab;

  const commit = (branch: string, content: string, startFrom?: string) =>
    gitlab.world.git.commitFiles(
      repo,
      branch,
      [{ action: 'write', path: 'README.md', content }],
      { message: content, startFrom },
    );
  const propose = async (branch: string) => {
    const { status, body } = await gitlab.api(
      'POST',
      '/projects/demo%2Forders/merge_requests',
      {
        source_branch: branch,
        target_branch: 'main',
        title: `Add ${branch}`,
        description: 'Because.',
      },
    );
    expect(status).toBe(201);
    return body.iid as number;
  };
  const open = async (path: string) =>
    (await fetch(`${gitlab.baseUrl}/${repo}/-/${path}`)).text();
  const press = (path: string, origin: string | null = gitlab.baseUrl) =>
    fetch(`${gitlab.baseUrl}/${repo}/-/${path}`, {
      method: 'POST',
      headers: origin === null ? {} : { Origin: origin },
      redirect: 'manual',
    });
  const pipelines = () =>
    gitlab.world.pipelines.list(gitlab.world.projects.get(repo).id);

  beforeAll(async () => {
    gitlab = await startGitlab();
    await gitlab.world.projects.create({ namespace: 'demo', path: 'orders' });
    await gitlab.world.git.commitFiles(
      repo,
      'main',
      [
        { action: 'write', path: '.gitlab-ci.yml', content: pipeline },
        { action: 'write', path: 'README.md', content: 'one' },
      ],
      { message: 'feat: begin' },
    );
  });
  afterAll(() => gitlab.stop());

  it('merge a request that shows its changes and its pipeline, and main has a pipeline of the result', async () => {
    await commit('docs', 'two', 'main');
    const iid = await propose('docs');
    const own = await eventually(() =>
      pipelines().find(({ mergeRequestIid }) => mergeRequestIid === iid),
    );
    expect(own.jobs.map(({ name }) => name)).toEqual(['check']);
    const page = await open(`merge_requests/${iid}`);
    expect(page).toContain('Because.');
    expect(page).toContain('README.md');
    expect(page).toContain('class="add"');
    expect(page).toContain(`/-/pipelines/${own.id}"`);
    expect(page).toMatch(
      new RegExp(`action="/${repo}/-/merge_requests/${iid}/merge"`),
    );

    const answer = await press(`merge_requests/${iid}/merge`);
    expect(answer.status).toBe(303);
    expect(await gitlab.world.git.readFile(repo, 'main', 'README.md')).toBe(
      'two',
    );
    const after = await open(`merge_requests/${iid}`);
    expect(after).toContain('>merged<');
    expect(after).toContain('class="add"');
    expect(after).not.toContain('<form');
    const { sha } = await gitlab.world.git.commit(repo, 'main');
    await eventually(() =>
      pipelines().some(found => found.sha === sha && found.ref === 'main'),
    );
  });

  it('say what is in the way of a merge', async () => {
    const base = await gitlab.world.git.commit(repo, 'main');
    await commit('late', 'three', base.sha);
    await commit('main', 'four');
    const iid = await propose('late');
    const answer = await press(`merge_requests/${iid}/merge`);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('conflicts with main');
  });

  it('start a manual job after its question', async () => {
    const waiting = await eventually(() =>
      pipelines()
        .flatMap(({ jobs }) => jobs)
        .find(({ name, status }) => name === 'publish' && status === 'manual'),
    );
    expect(await open(`jobs/${waiting.id}`)).toContain('Really publish?');
    expect((await press(`jobs/${waiting.id}/play`)).status).toBe(303);
    await eventually(() => gitlab.world.images.has('x:1'));
    expect((await press(`jobs/${waiting.id}/play`)).status).toBe(409);
  });

  it.each([
    ['another site', 'https://evil.example'],
    ['a page without an origin', 'null'],
    ['no page at all', null],
  ])('do nothing for %s', async (_, origin) => {
    await commit(`branch-of-${_.length}`, 'five', 'main');
    const iid = await propose(`branch-of-${_.length}`);
    const answer = await press(`merge_requests/${iid}/merge`, origin);
    expect(answer.status).toBe(403);
    expect(await open(`merge_requests/${iid}`)).toContain('>opened<');
  });
});
