import { appendFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { anInput } from './anInput';
import { pipelineVariants } from './pipelineVariants';
import { stopScaffolder } from './startScaffolder';
import { aRepository, git, type TestRepository } from './tools/aRepository';
import { ciScripts } from './tools/ciScripts';
import { itWith } from './tools/itWith';
import { pipelineJobs } from './tools/pipelineJobs';
import { runTool } from './tools/runTool';

afterAll(stopScaffolder);

describe.each(pipelineVariants)('the pipeline of $title', variant => {
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
});
