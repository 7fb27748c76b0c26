import { parse } from 'yaml';
import { anInput } from './anInput';
import { everyEnvironment, pipelineVariants } from './pipelineVariants';
import { stopScaffolder } from './startScaffolder';
import { aRepository, type TestRepository } from './tools/aRepository';
import { ciJobs } from './tools/ciJobs';
import { itWith } from './tools/itWith';
import { runCiJob } from './tools/runCiJob';

afterAll(stopScaffolder);

describe.each(pipelineVariants)('the pipeline of $title', ({ input }) => {
  let repository: TestRepository;

  beforeAll(async () => {
    repository = await aRepository(anInput(input));
  }, 60_000);
  afterAll(() => repository.remove());

  it('has every release follow the push of its image, through one environment after the other', () => {
    const jobs = ciJobs(repository.files);
    const before = (job: string): readonly unknown[] =>
      [jobs.get(job)?.config.needs ?? []].flat();
    const releases = [...jobs.keys()].filter(job => job.startsWith('release-'));
    const origins = releases.map(release => {
      const chain = [release];
      while (chain[0]?.startsWith('release-')) {
        chain.unshift(String(before(chain[0])[0]));
      }
      return chain;
    });

    for (const [build, ...followed] of origins) {
      const key = build.replace('build-image', '');
      expect(jobs.get(build)?.script).toContain('push=true');
      expect(followed).toEqual(
        everyEnvironment
          .map(environment => `release-${environment}${key}`)
          .filter(job => releases.includes(job))
          .slice(0, followed.length),
      );
    }
    expect(origins).not.toEqual([]);
  });

  it('lets no newer commit cancel a pipeline of the default branch', () => {
    const base = parse(repository.files.get('ci/00-base.yml') ?? '');

    expect(base).toMatchObject({
      workflow: {
        rules: expect.arrayContaining([
          {
            if: '$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH',
            auto_cancel: { on_new_commit: 'none' },
          },
        ]),
      },
    });
  });

  itWith(
    { tools: ['git', 'sh'] },
    'refuses nothing of what the wizard makes as a secret',
    async () => {
      const { origin } = repository;
      const job = 'plaintext-secrets';

      expect(await runCiJob(repository, { job, origin })).toBe('');
    },
  );
});
