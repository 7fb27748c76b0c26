import { stageOfJobs } from './stageOfJobs';

it.each([
  [
    'the jobs of the generated workflow',
    ['lint', 'test', 'build', 'release-dev', 'release-staging', 'release-prod'],
    [
      ['lint', 'lint'],
      ['test', 'test'],
      ['build', 'build'],
      ['release', 'release-dev'],
      ['release', 'release-staging'],
      ['release', 'release-prod'],
    ],
  ],
  [
    'the jobs of called workflows',
    ['test / unit', 'ship / eu / release'],
    [
      ['test', 'unit'],
      ['ship', 'eu / release'],
    ],
  ],
  [
    'a matrix',
    ['test (3.12)', 'test (3.13)', 'build'],
    [
      ['test', 'test (3.12)'],
      ['test', 'test (3.13)'],
      ['build', 'build'],
    ],
  ],
  [
    'jobs with nothing in common',
    ['Release to prod', 'build_image'],
    [
      ['Release to prod', 'Release to prod'],
      ['build_image', 'build_image'],
    ],
  ],
  ['no jobs', [], []],
])('puts %s into stages', (_, names, expected) => {
  expect(stageOfJobs(names).map(({ stage, job }) => [stage, job])).toEqual(
    expected,
  );
});
