import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { anInput, type TemplateValues } from './anInput';
import { aPlatformInput } from './aPlatformInput';
import { renderTemplate } from './renderTemplate';
import { stopScaffolder } from './startScaffolder';
import {
  aPlatformRepository,
  aRepository,
  git,
  type TestRepository,
} from './tools/aRepository';
import { itWith } from './tools/itWith';
import { runTool, tryTool } from './tools/runTool';
import { tryWorkflowJob } from './tools/runWorkflowJob';

// A busy machine renders slowly.
jest.setTimeout(60_000);

afterAll(stopScaffolder);

const aGithubInput = (over: Partial<TemplateValues> = {}) =>
  anInput({ ci: 'github', githubHost: 'github.com', ...over });

/** Commits a new line at the end of a file; gives the commits before and after. */
async function changed(
  repository: TestRepository,
  name: string,
  file: string,
): Promise<{ origin: string; before: string; after: string }> {
  const origin = await repository.fork(name);
  const before = (await git(origin, 'rev-parse', 'main')).trim();
  const clone = path.join(repository.root, name);
  await git(repository.root, 'clone', '--quiet', origin, clone);
  await mkdir(path.dirname(path.join(clone, file)), { recursive: true });
  await writeFile(path.join(clone, file), '\n', { flag: 'a' });
  await git(clone, 'add', '--all');
  await git(clone, 'commit', '--quiet', '--message', file);
  await git(clone, 'push', '--quiet');
  const after = (await git(origin, 'rev-parse', 'main')).trim();
  return { origin, before, after };
}

describe.each([
  ['a repository of its own', {}, 'delivery', ''],
  ['a platform', { layout: 'platform' }, 'orders-api', 'apps/orders-api/'],
])('the job that looks what changed, in %s', (_, over, workflow, root) => {
  const input = aGithubInput({
    ...over,
    starter: 'stack',
    services: ['fastapi', 'kafka'],
  });
  let repository: TestRepository;

  beforeAll(async () => {
    repository = await ('layout' in over
      ? aPlatformRepository([input], aPlatformInput({ ci: 'github' }))
      : aRepository(input));
  });
  afterAll(() => repository.remove());

  const outputs = async (origin: string, before: string) => {
    const {
      code,
      output,
      outputs: found,
    } = await tryWorkflowJob(repository, {
      workflow,
      job: 'changes',
      origin,
      expressions: { 'github.event.before': before },
    });
    expect([code, output]).toEqual([0, expect.any(String)]);
    const { tag, ...services } = found;
    return { tag, services };
  };

  itWith({ tools: ['git', 'bash'] }, 'finds the service', async () => {
    const { origin, before, after } = await changed(
      repository,
      'code',
      `${root}services/kafka/src/kafka_service/new.py`,
    );

    expect(await outputs(origin, before)).toEqual({
      tag: after.slice(0, 8),
      services: { kafka: 'true' },
    });
  });

  itWith(
    { tools: ['git', 'bash'] },
    'finds nothing in documentation and manifests',
    async () => {
      for (const file of ['README.md', 'k8s/base/deployment.yaml']) {
        const { origin, before } = await changed(
          repository,
          path.basename(file),
          `${root}${file}`,
        );
        expect((await outputs(origin, before)).services).toEqual({});
      }
    },
  );

  itWith(
    { tools: ['git', 'bash'] },
    'takes all for new on the first push, and when somebody runs it by hand',
    async () => {
      for (const before of ['0'.repeat(40), '']) {
        expect((await outputs(repository.origin, before)).services).toEqual({
          fastapi: 'true',
          kafka: 'true',
        });
      }
    },
  );
});

describe('the job that prepares AWS', () => {
  let repository: TestRepository;

  beforeAll(async () => {
    repository = await aRepository(
      aGithubInput({
        registry: 'ecr',
        secretStore: 'aws-ssm',
        awsSystem: 'shop',
        environments: ['dev', 'staging'],
      }),
    );
    // AWS with one file for each thing that there is.
    const script = (create: string) => `
mkdir -p "$HOME/aws"
for last; do case $previous in --name | --repository-name*) thing=$last ;; esac; previous=$last; done
file=$HOME/../aws/$(printf %s "$thing" | tr / .)
echo "called $2" >> "$HOME/../calls"
if [ "$2" = describe-repositories ]; then
  [ -e "$file" ]
elif [ -e "$file" ] && ! echo "$*" | grep -q -e --overwrite; then
  echo "An error occurred (ParameterAlreadyExists) when calling the PutParameter operation" >&2
  exit 254
else
  ${create}
fi`;
    await repository.writeProgram('aws/.keep', '');
    await repository.writeProgram(
      'shims/aws',
      script(
        'echo "$@" > "$file"; echo "made $1 $2 $thing" >> "$HOME/../calls"',
      ),
    );
    await repository.writeProgram(
      'refusing/aws',
      script('echo "AccessDenied" >&2; exit 254'),
    );
  });
  afterAll(() => repository.remove());

  const prepare = async (programs: string) => {
    await rm(path.join(repository.root, 'calls'), { force: true });
    const result = await tryWorkflowJob(repository, {
      job: 'prep',
      origin: repository.origin,
      programs: [path.join(repository.root, programs)],
    });
    const calls = await readFile(path.join(repository.root, 'calls'), 'utf8');
    return {
      ...result,
      creates: [...calls.matchAll(/^made (.*)$/gm)].map(([, made]) => made),
    };
  };

  itWith({ tools: ['git', 'bash'] }, 'says what it may not do', async () => {
    const { code, output } = await prepare('refusing');

    expect([code, output]).toEqual([
      expect.any(Number),
      expect.stringContaining('AccessDenied'),
    ]);
    expect(code).not.toBe(0);
  });

  itWith(
    { tools: ['git', 'bash'] },
    'creates what is missing, once, and never a value',
    async () => {
      const first = await prepare('shims');
      expect([first.code, first.creates]).toEqual([
        0,
        [
          'ecr create-repository orders-api',
          'ssm put-parameter /shop/orders-api/dev/app',
          'ssm put-parameter /shop/orders-api/stage/app',
        ],
      ]);
      expect(
        await readFile(
          path.join(repository.root, 'aws/.shop.orders-api.dev.app'),
          'utf8',
        ),
      ).toMatch(/--type SecureString --value \{\}/);
      expect(
        await readFile(path.join(repository.root, 'aws/orders-api'), 'utf8'),
      ).toContain('scanOnPush=true');

      const again = await prepare('shims');
      expect([again.code, again.creates]).toEqual([0, []]);
    },
  );
});

describe.each([
  ['kustomize', aGithubInput(), undefined, 'ci/install-kustomize.sh'],
  [
    'kubeconform',
    aPlatformInput({ ci: 'github' }),
    'gitops-platform',
    '.github/install-tools.sh',
  ],
])('the script that fetches %s', (program, input, template, file) => {
  let root: string;
  let run: (shims: readonly string[]) => Promise<number | null>;
  const added = () => readFile(path.join(root, 'path'), 'utf8');

  beforeAll(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'install-'));
    const files = await renderTemplate(input, template);
    await writeFile(path.join(root, 'install.sh'), files.get(file) ?? '');
    // Whatever is asked for, the network has one archive.
    const programs = ['kustomize', 'kubeconform'];
    for (const one of programs) {
      await writeFile(path.join(root, one), '#!/bin/sh\necho it runs\n', {
        mode: 0o755,
      });
    }
    await runTool('tar', ['-czf', 'archive.tar.gz', ...programs], {
      cwd: root,
    });
    const shims: readonly [string, string][] = [
      [
        'network/curl',
        `while [ "$1" != --output ]; do shift; done\ncp ${root}/archive.tar.gz "$2"`,
      ],
      ['trusting/sha256sum', 'cat > /dev/null'],
    ];
    for (const [name, script] of shims) {
      await mkdir(path.dirname(path.join(root, name)), { recursive: true });
      await writeFile(path.join(root, name), `#!/bin/sh\n${script}\n`, {
        mode: 0o755,
      });
    }
    run = async folders => {
      await writeFile(path.join(root, 'path'), '');
      const { code } = await tryTool('sh', ['install.sh'], {
        cwd: root,
        env: {
          RUNNER_TEMP: path.join(root, 'temp'),
          GITHUB_PATH: path.join(root, 'path'),
          PATH: [
            ...folders.map(folder => path.join(root, folder)),
            process.env.PATH,
          ].join(path.delimiter),
        },
      });
      return code;
    };
    await mkdir(path.join(root, 'temp'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  itWith(
    { tools: ['sh', 'tar', 'sha256sum'] },
    'refuses what is not the archive that was checked once',
    async () => {
      expect(await run(['network'])).not.toBe(0);
      expect(await added()).toBe('');
    },
  );

  itWith(
    { tools: ['sh', 'tar'] },
    'gives it to the steps that follow',
    async () => {
      expect(await run(['network', 'trusting'])).toBe(0);
      expect(
        await runTool(path.join((await added()).trim(), program), []),
      ).toBe('it runs\n');
    },
  );
});
