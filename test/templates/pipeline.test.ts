import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { stopScaffolder } from './startScaffolder';
import { aRepository, git, type TestRepository } from './tools/aRepository';
import { ciScripts } from './tools/ciScripts';
import { itWith } from './tools/itWith';
import { runTool } from './tools/runTool';

let repository: TestRepository;

beforeAll(async () => {
  repository = await aRepository();
});
afterAll(async () => {
  await stopScaffolder();
  await repository.remove();
});

describe('the pipeline', () => {
  itWith(
    { tools: ['shellcheck'] },
    'has scripts without a complaint of shellcheck',
    async tools => {
      const scripts = ciScripts(repository.files);
      for (const script of scripts.values()) {
        await runTool(tools.shellcheck ?? '', ['--shell=sh', '-'], {
          // As the runner does: the first command that fails ends the job.
          input: `set -e\n${script}`,
        });
      }
      expect([...scripts.keys()]).toContain('.push');
    },
  );

  // Otherwise it compares with the branch at the remote, as if nothing had been pushed.
  const ciLocal = ['--evaluate-rule-changes=false'];

  itWith(
    { tools: ['gitlab-ci-local', 'git'] },
    'is read by gitlab-ci-local, with all its jobs in order',
    async tools => {
      const list = await runTool(
        tools['gitlab-ci-local'] ?? '',
        [...ciLocal, '--list-json'],
        { cwd: await repository.clone('list') },
      );
      const jobs = z
        .array(
          z.object({ name: z.string(), stage: z.string(), when: z.string() }),
        )
        .parse(JSON.parse(list));

      expect(jobs.map(job => `${job.stage}: ${job.name}, ${job.when}`)).toEqual(
        [
          'lint: lint, on_success',
          'lint: plaintext-secrets, on_success',
          'test: unit-tests, on_success',
          'build: build-image, on_success',
          'release: release-dev, on_success',
          'release: release-staging, on_success',
          'release: release-prod, manual',
          'ops: restart-dev, manual',
          'ops: restart-staging, manual',
          'ops: restart-prod, manual',
        ],
      );
    },
  );

  itWith(
    { tools: ['gitlab-ci-local', 'git'] },
    "is valid by GitLab's schema once everything is included and extended",
    async tools => {
      const preview = parse(
        await runTool(
          tools['gitlab-ci-local'] ?? '',
          [...ciLocal, '--json-schema-validation', '--preview'],
          { cwd: await repository.clone('preview') },
        ),
      );

      expect(preview).toMatchObject({
        'release-prod': { needs: [{ job: 'release-staging' }] },
      });
    },
  );

  itWith(
    { tools: ['gitlab-ci-local', 'git'] },
    'builds and releases when code changed, not when only the documentation did',
    async tools => {
      const cwd = await repository.clone('changes');
      const jobsAfterChanging = async (file: string) => {
        await appendFile(path.join(cwd, file), '\n');
        await git(cwd, 'commit', '--quiet', '--all', '--message', file);
        return runTool(tools['gitlab-ci-local'] ?? '', ['--list'], { cwd });
      };

      const afterDocs = await jobsAfterChanging('README.md');
      expect(afterDocs).toContain('unit-tests');
      expect(afterDocs).not.toMatch(/build-image|release-/);
      expect(await jobsAfterChanging('src/orders_api/app.py')).toMatch(
        /build-image[^]*release-prod/,
      );
    },
  );
});
