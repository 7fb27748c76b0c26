import { matchesTrigger, type TriggerEvent } from './matchesTrigger';
import { readWorkflow } from './readWorkflow';

const push = (branch: string, ...changedPaths: string[]): TriggerEvent => ({
  name: 'push',
  branch,
  changedPaths,
});

it.each<[string, TriggerEvent, boolean]>([
  ['push', push('any'), true],
  ['[push, pull_request]', { name: 'pull_request', action: 'opened' }, true],
  ['{ push: }', push('any'), true],
  ['{ schedule: [{ cron: "0 0 * * *" }] }', push('main'), false],
  ['{ push: { branches: [main] } }', push('main'), true],
  ['{ push: { branches: [main] } }', push('next'), false],
  ['{ push: { branches: ["release/*"] } }', push('release/1'), true],
  ['{ push: { branches: ["release/*"] } }', push('release/1/2'), false],
  ['{ push: { branches: ["**", "!main"] } }', push('main'), false],
  ['{ push: { branches-ignore: [main] } }', push('next'), true],
  ['{ push: { branches: [main] } }', { name: 'push', tag: 'v1' }, false],
  ['{ push: { tags: ["v*"] } }', { name: 'push', tag: 'v1' }, true],
  ['{ push: { tags: ["v*"] } }', push('main'), false],
  ['{ push: { paths: ["apps/a/**"] } }', push('main', 'apps/a/x/y.py'), true],
  ['{ push: { paths: ["apps/a/**"] } }', push('main', 'apps/b/y.py'), false],
  [
    '{ push: { paths: ["apps/**", "!**/*.md"] } }',
    push('main', 'apps/a/README.md'),
    false,
  ],
  ['{ push: { paths-ignore: ["**.md"] } }', push('main', 'docs/a.md'), false],
  [
    '{ push: { paths-ignore: ["**.md"] } }',
    push('main', 'docs/a.md', 'a.py'),
    true,
  ],
  [
    '{ push: { paths: ["apps/a/**"] } }',
    { name: 'push', branch: 'main' },
    true,
  ],
  [
    '{ pull_request: { branches: [main] } }',
    { name: 'pull_request', branch: 'next', action: 'opened' },
    false,
  ],
  [
    '{ pull_request: { types: [closed] } }',
    { name: 'pull_request', action: 'opened' },
    false,
  ],
  ['{ workflow_dispatch: }', { name: 'workflow_dispatch' }, true],
  ['push', { name: 'workflow_dispatch' }, false],
])('on: %s for %j: %s', (on, event, expected) => {
  const workflow = readWorkflow(
    `on: ${on}\njobs: { a: { runs-on: x, steps: [{ run: x }] } }`,
  );
  expect(matchesTrigger(workflow, event)).toBe(expected);
});

it.each([
  ['on: push\njobs: { a: { steps: [] } }', /runs-on/],
  ['on: push\njobs: { a: { runs-on: x, needs: b } }', /unknown job 'b'/],
  [
    'on: push\njobs: { a: { runs-on: x, needs: b }, b: { runs-on: x, needs: a } }',
    /no dependencies/,
  ],
  ['on: push\njobs: { a: { runs-on: x, steps: [{}] } }', /'uses' or 'run'/],
  ['on: [push', /yaml syntax/],
])('refuses %j', (source, message) => {
  expect(() => readWorkflow(source)).toThrow(message);
});
