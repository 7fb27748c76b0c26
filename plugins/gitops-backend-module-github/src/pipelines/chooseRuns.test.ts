import { chooseRuns } from './chooseRuns';
import type { GithubRun } from './GithubRun';

let id = 100;
const aRun = (
  file: string | undefined,
  name: string,
  about: Partial<GithubRun> = {},
): GithubRun => {
  id -= 1;
  return {
    id: String(id),
    number: id,
    workflow: { name, file },
    event: 'push',
    status: 'success',
    sha: 'a'.repeat(40),
    createdAt: '2026-01-01T00:00:00Z',
    ...about,
  };
};
const delivery = aRun('delivery.yml', 'Delivery');
const ci = aRun('ci.yml', 'CI');
const lint = aRun('lint.yml', 'Lint');
const codeql = aRun(undefined, 'CodeQL');

it.each([
  ['the one that delivers', [ci, lint, delivery], undefined, [delivery]],
  ['the one that its name tells', [lint, ci], undefined, [ci]],
  ['the last one where nothing tells', [lint], undefined, [lint]],
  ['the one that is wanted by its file', [delivery, ci], 'ci.yml', [ci]],
  ['the one that is wanted by its name', [delivery, ci], 'CI', [ci]],
  ['none where the wanted one did not run', [delivery], 'other.yml', []],
  ['none where only GitHub’s own ran', [codeql], undefined, []],
  ['none where there is none', [], undefined, []],
])('chooses %s', (_, runs, wanted, expected) => {
  expect(chooseRuns(runs, wanted)).toEqual(expected);
});

it.each(['pull_request', 'schedule', 'pull_request_target'])(
  'passes over what %s started',
  event => {
    const other = aRun('delivery.yml', 'Delivery', { event });
    expect(chooseRuns([other, delivery], undefined)).toEqual([delivery]);
  },
);

it('passes over runs that did nothing, unless there are no others', () => {
  const idle = aRun('delivery.yml', 'Delivery', { status: 'skipped' });
  expect(chooseRuns([idle, delivery], undefined)).toEqual([delivery]);
  expect(chooseRuns([idle], undefined)).toEqual([idle]);
});
