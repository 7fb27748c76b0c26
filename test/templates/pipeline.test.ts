import { appendFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { anInput, type TemplateValues } from './anInput';
import { stopScaffolder } from './startScaffolder';
import { aRepository, git, type TestRepository } from './tools/aRepository';
import { ciJobs } from './tools/ciJobs';
import { ciScripts } from './tools/ciScripts';
import { itWith } from './tools/itWith';
import { pipelineJobs } from './tools/pipelineJobs';
import { runCiJob } from './tools/runCiJob';
import { runTool } from './tools/runTool';

interface Variant {
  readonly title: string;
  readonly input: Partial<TemplateValues>;
  /** Of the first pipeline, as `stage: name`. */
  readonly jobs: readonly string[];
  /** A file whose change has to be released, and the jobs that do it. */
  readonly code: string;
  readonly released: readonly string[];
}

const everyEnvironment = ['dev', 'staging', 'prod'];
const manual = (jobs: readonly string[]) => jobs.map(job => `${job}, manual`);

const variants: readonly Variant[] = [
  {
    title: 'a service',
    input: {},
    jobs: [
      'lint: lint',
      'lint: plaintext-secrets',
      'test: unit-tests',
      'build: build-image',
      'release: release-dev',
      'release: release-staging',
      'release: release-prod, manual',
      ...manual(everyEnvironment.map(each => `ops: restart-${each}`)),
    ],
    code: 'src/orders_api/app.py',
    released: [
      'build-image',
      ...everyEnvironment.map(each => `release-${each}`),
    ],
  },
  {
    title: 'ECR, the parameter store and no dev',
    input: {
      registry: 'ecr',
      secretStore: 'aws-ssm',
      environments: ['prod', 'staging'],
    },
    jobs: [
      'lint: lint',
      'lint: plaintext-secrets',
      'test: unit-tests',
      'prep: platform-prereqs',
      'prep: ecr-login',
      'prep: platform-ssm-placeholders',
      'build: build-image',
      'release: release-staging',
      'release: release-prod, manual',
      ...manual(['ops: restart-staging', 'ops: restart-prod']),
    ],
    code: 'requirements.lock',
    released: [
      'platform-prereqs',
      'ecr-login',
      'platform-ssm-placeholders',
      'build-image',
      'release-staging',
      'release-prod',
    ],
  },
  {
    title: 'production alone',
    input: { registry: 'dockerhub', environments: ['prod'] },
    jobs: [
      'lint: lint',
      'lint: plaintext-secrets',
      'test: unit-tests',
      'build: build-image',
      'release: release-prod, manual',
      'ops: restart-prod, manual',
    ],
    code: 'Dockerfile',
    released: ['build-image', 'release-prod'],
  },
  {
    title: 'a stack',
    input: {
      starter: 'stack',
      services: ['fastapi', 'kafka'],
      registry: 'other',
      environments: ['dev', 'prod'],
    },
    jobs: [
      'lint: lint-fastapi',
      'lint: lint-kafka',
      'lint: plaintext-secrets',
      'test: unit-tests-fastapi',
      'test: unit-tests-kafka',
      'build: build-image-fastapi',
      'build: build-image-kafka',
      'release: release-dev-fastapi',
      'release: release-prod-fastapi, manual',
      'release: release-dev-kafka',
      'release: release-prod-kafka, manual',
      ...manual(['ops: restart-dev', 'ops: restart-prod']),
    ],
    code: 'services/kafka/src/kafka_service/more.py',
    released: ['build-image-kafka', 'release-dev-kafka', 'release-prod-kafka'],
  },
];

afterAll(stopScaffolder);

describe.each(variants)('the pipeline of $title', variant => {
  let repository: TestRepository;

  beforeAll(async () => {
    repository = await aRepository(anInput(variant.input));
  }, 60_000);
  afterAll(() => repository.remove());

  itWith(
    { tools: ['shellcheck'] },
    'has scripts without a complaint of shellcheck',
    async tools => {
      const shell = [
        // As the runner does: the first command that fails ends the job.
        ...[...ciScripts(repository.files)].map(
          ([job, script]) => [job, `set -e\n${script}`] as const,
        ),
        ...[...repository.files].filter(([file]) => file.endsWith('.sh')),
      ];
      for (const [, input] of shell) {
        await runTool(tools.shellcheck ?? '', ['--shell=sh', '-'], { input });
      }
      expect(shell.map(([name]) => name)).toEqual(
        expect.arrayContaining([
          '.push',
          'ci/push-change.sh',
          'ci/no-plaintext-secrets.sh',
        ]),
      );
    },
  );

  itWith(
    { tools: ['gitlab-ci-local', 'git'] },
    'is read by gitlab-ci-local, with all its jobs in order',
    async tools => {
      const jobs = await pipelineJobs(tools['gitlab-ci-local'] ?? '', {
        cwd: await repository.clone('list'),
      });

      expect(
        jobs.map(
          ({ stage, name, when }) =>
            `${stage}: ${name}${when === 'manual' ? ', manual' : ''}`,
        ),
      ).toEqual(variant.jobs);
    },
  );

  itWith(
    { tools: ['gitlab-ci-local', 'git'] },
    "is valid by GitLab's schema once everything is included and extended",
    async tools => {
      const preview: unknown = parse(
        await runTool(
          tools['gitlab-ci-local'] ?? '',
          [
            ...['--evaluate-rule-changes=false', '--json-schema-validation'],
            '--preview',
          ],
          { cwd: await repository.clone('preview') },
        ),
      );

      expect(Object.keys(preview ?? {})).toEqual(
        expect.arrayContaining(
          variant.jobs.map(job => job.replace(/^.*: |, manual/g, '')),
        ),
      );
    },
  );

  itWith(
    { tools: ['gitlab-ci-local', 'git'] },
    'builds and releases when code changed, not when only the documentation did',
    async tools => {
      const cwd = await repository.clone('changes');
      const delivered = async (file: string) => {
        await mkdir(path.dirname(path.join(cwd, file)), { recursive: true });
        await appendFile(path.join(cwd, file), '\n');
        await git(cwd, 'add', '--all');
        await git(cwd, 'commit', '--quiet', '--message', file);
        const jobs = await pipelineJobs(tools['gitlab-ci-local'] ?? '', {
          cwd,
          changesOnly: true,
        });
        return jobs
          .filter(({ stage }) => /^(prep|build|release)$/.test(stage))
          .map(({ name }) => name);
      };

      expect(await delivered('README.md')).toEqual([]);
      expect(await delivered(variant.code)).toEqual(variant.released);
    },
  );

  itWith(
    { tools: ['git', 'sh'] },
    'refuses nothing of what the wizard makes as a secret',
    async () => {
      const { origin } = repository;
      const job = 'plaintext-secrets';

      expect(await runCiJob(repository, { job, origin })).toBe('');
    },
  );

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
});
