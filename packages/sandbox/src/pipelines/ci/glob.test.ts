import { matchesGlob } from './glob';

it.each<[string, string, boolean]>([
  ['src/app.py', 'src/**/*', true],
  ['src/a/b/app.py', 'src/**/*', true],
  ['lib/app.py', 'src/**/*', false],
  ['Dockerfile', 'Dockerfile', true],
  ['a/Dockerfile', 'Dockerfile', false],
  ['a/Dockerfile', '**/Dockerfile', true],
  ['a.yml', '*.{yml,yaml}', true],
  ['a/b.yml', '*.yml', false],
  ['a+b.txt', 'a+b.txt', true],
  ['k8s/dev/x', '$DIR/**', true],
])('%s matches %s: %s', (path, pattern, expected) => {
  expect(matchesGlob(path, pattern, { DIR: 'k8s' })).toBe(expected);
});
