import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { anInput } from './anInput';
import { aPlatformInput } from './aPlatformInput';
import { stopScaffolder } from './startScaffolder';
import {
  aPlatformRepository,
  git,
  type TestRepository,
} from './tools/aRepository';
import { itWith } from './tools/itWith';
import { runTool } from './tools/runTool';
import { tryWorkflowJob } from './tools/runWorkflowJob';
import { workflowOf } from './tools/workflows';

// A busy machine renders slowly.
jest.setTimeout(60_000);

const apps = ['orders-api', 'billing'];
let repository: TestRepository;

beforeAll(async () => {
  repository = await aPlatformRepository(
    apps.map(name =>
      anInput({
        name,
        ci: 'github',
        layout: 'platform',
        githubHost: 'github.com',
      }),
    ),
    aPlatformInput({ ci: 'github' }),
  );
  // It would ask the network for schemas.
  await repository.writeProgram('shims/kubeconform', 'echo "schemas of $*"');
});
afterAll(async () => {
  await stopScaffolder();
  await repository.remove();
});

const check = (job: string, origin: string) =>
  tryWorkflowJob(repository, {
    workflow: 'checks',
    job,
    origin,
    programs: [path.join(repository.root, 'shims')],
  });

describe('a platform repository on GitHub', () => {
  itWith(
    { tools: ['actionlint', 'shellcheck', 'git'] },
    'has workflows and scripts without a complaint',
    async tools => {
      const cwd = await repository.clone('lint');
      await runTool(
        tools.actionlint ?? '',
        ['-shellcheck', tools.shellcheck ?? ''],
        { cwd },
      );
      await runTool(tools.shellcheck ?? '', ['.github/install-tools.sh'], {
        cwd,
      });
    },
  );

  it('keeps the workflows of its apps apart', () => {
    const groups = apps.flatMap(name =>
      Object.values(workflowOf(repository.files, name).jobs).flatMap(
        ({ concurrency }) => concurrency?.group ?? [],
      ),
    );

    expect(groups).toHaveLength(6);
    expect(new Set(groups).size).toBe(6);
  });

  itWith(
    { tools: ['kustomize', 'git', 'bash'] },
    'builds and checks what Argo CD is going to apply',
    async () => {
      const { code, output } = await check('manifests', repository.origin);

      expect([code, output]).toEqual([0, expect.any(String)]);
      expect(output).toContain('apps/billing/k8s/overlays/prod\n');
      expect(output).toMatch(/schemas of -strict .* built\n$/);
    },
  );

  itWith({ tools: ['git', 'bash'] }, 'refuses a plain Secret', async () => {
    const before = await check('plaintext-secrets', repository.origin);
    expect([before.code, before.output]).toEqual([0, '']);

    const origin = await repository.fork('planted');
    const clone = path.join(repository.root, 'planted');
    await git(repository.root, 'clone', '--quiet', origin, clone);
    await mkdir(path.join(clone, 'apps/billing/k8s'), { recursive: true });
    await writeFile(
      path.join(clone, 'apps/billing/k8s/secret.yaml'),
      'apiVersion: v1\nkind: Secret\nstringData: {a: b}\n',
    );
    await git(clone, 'add', '--all');
    await git(clone, 'commit', '--quiet', '--message', 'oops');
    await git(clone, 'push', '--quiet');

    const { code, output } = await check('plaintext-secrets', origin);
    expect(code).toBe(1);
    expect(output).toContain('apps/billing/k8s/secret.yaml:2: a Secret');
  });
});
