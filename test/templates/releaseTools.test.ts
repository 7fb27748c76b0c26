import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { anInput, type TemplateValues } from './anInput';
import { stopScaffolder } from './startScaffolder';
import {
  aPlatformRepository,
  aRepository,
  git,
  type TestRepository,
} from './tools/aRepository';
import { itWith } from './tools/itWith';
import { runCiJob } from './tools/runCiJob';

interface Variant {
  readonly title: string;
  readonly input: Partial<TemplateValues>;
  /** The program that changes the file. */
  readonly tool: 'kustomize' | 'yq';
  /** Prefix of the app's jobs. */
  readonly prefix?: string;
  /** What all its files are below. */
  readonly root?: string;
  /** Of a service in a stack. */
  readonly suffix?: string;
  /** The file that says what runs in an environment. */
  readonly file: (environment: string) => string;
  /** What the first release of dev makes of it. */
  readonly changes: readonly string[];
  /** What a release of dev calls itself. */
  readonly scope: string;
}

const overlay = (environment: string) =>
  `k8s/overlays/${environment}/kustomization.yaml`;
const values = (environment: string) =>
  `charts/orders-api/values-${environment === 'staging' ? 'stage' : environment}.yaml`;

const variants: readonly Variant[] = [
  {
    title: 'Kustomize',
    input: {},
    tool: 'kustomize',
    file: overlay,
    changes: [
      '-  newName: gitlab.example.com/demo/orders-api',
      '-  newTag: unreleased',
      '+  newName: registry.example.com/demo/orders-api',
      '+  newTag: 0a1b2c3d',
    ],
    scope: 'dev',
  },
  {
    title: 'Helm',
    input: { packaging: 'helm' },
    tool: 'yq',
    file: values,
    changes: [
      '-  repository: gitlab.example.com/demo/orders-api',
      '-  tag: unreleased',
      '+  repository: registry.example.com/demo/orders-api',
      '+  tag: 0a1b2c3d',
    ],
    scope: 'dev',
  },
  {
    title: 'Helm and another registry',
    input: { packaging: 'helm', registry: 'ecr', secretStore: 'aws-ssm' },
    tool: 'yq',
    file: values,
    changes: ['-  tag: unreleased', '+  tag: 0a1b2c3d'],
    scope: 'dev',
  },
  {
    title: 'Kustomize and the chatbot',
    input: { starter: 'chatbot', registry: 'dockerhub' },
    tool: 'kustomize',
    file: overlay,
    changes: ['-  newTag: unreleased', '+  newTag: 0a1b2c3d'],
    scope: 'dev',
  },
  {
    title: 'the platform repository',
    input: { layout: 'platform' },
    tool: 'kustomize',
    prefix: 'orders-api:',
    root: 'apps/orders-api/',
    file: environment => `apps/orders-api/${overlay(environment)}`,
    changes: [
      '-  newName: gitlab.example.com/demo/platform/orders-api',
      '-  newTag: unreleased',
      '+  newName: registry.example.com/demo/orders-api/orders-api',
      '+  newTag: 0a1b2c3d',
    ],
    scope: 'orders-api/dev',
  },
];

describe.each(variants)('a release with $title', variant => {
  const { tool, input, prefix = '', suffix = '', file, scope } = variant;
  let repository: TestRepository;

  beforeAll(async () => {
    const answers = anInput(input);
    repository = await (input.layout === 'platform'
      ? aPlatformRepository([answers, anInput({ ...input, name: 'billing' })])
      : aRepository(answers));
    // What the jobs wait between two attempts only matters to the runner.
    await repository.writeProgram('shims/sleep', 'exec /bin/sleep 0.1');
    // It would install Git and yq.
    await repository.writeProgram('shims/apk', ':');
  }, 60_000);
  afterAll(async () => {
    await stopScaffolder();
    await repository.remove();
  });

  const run = (
    job: string,
    origin: string,
    variables: Readonly<Record<string, string>> = {},
  ) =>
    runCiJob(repository, {
      job: `${prefix}${job}`,
      origin,
      variables,
      programs: [path.join(repository.root, 'shims')],
    });
  const release = (environment: string, origin: string, sha = '0a1b2c3d') =>
    run(`release-${environment}${suffix}`, origin, {
      CI_COMMIT_SHORT_SHA: sha,
    });
  const lastChange = async (origin: string) =>
    netChanges(await git(origin, 'diff', '--unified=0', 'HEAD~1', 'HEAD'));

  itWith(
    { tools: [tool, 'git', 'sh'] },
    'changes what stands for the image and nothing else, in a commit that starts no pipeline',
    async () => {
      const origin = await repository.fork('one');
      await release('dev', origin);

      expect(await lastChange(origin)).toEqual([
        `--- a/${file('dev')}`,
        `+++ b/${file('dev')}`,
        ...variant.changes,
      ]);
      expect(await git(origin, 'log', '-1', '--format=%an|%s')).toBe(
        `orders-api release bot|release(${scope}) 0a1b2c3d [skip ci]\n`,
      );
    },
  );

  itWith(
    { tools: [tool, 'git', 'sh'] },
    'commits nothing when it runs again',
    async () => {
      const origin = await repository.fork('again');
      await release('dev', origin);
      const first = await git(origin, 'rev-parse', 'main');
      const output = await release('dev', origin);

      expect(output).toContain('Nothing to do');
      expect(await git(origin, 'rev-parse', 'main')).toBe(first);
    },
  );

  itWith(
    { tools: [tool, 'git', 'sh'] },
    'lands even when others push at the same moment',
    async () => {
      const origin = await repository.fork('race');
      await Promise.all([
        release('dev', origin, '11111111'),
        release('staging', origin, '22222222'),
        release('prod', origin, '1111e111'),
      ]);

      const released = await Promise.all(
        ['dev', 'staging', 'prod'].map(async environment => {
          const text = await git(origin, 'show', `main:${file(environment)}`);
          return text.match(/^ *(?:newTag|tag): .*$/gm);
        }),
      );
      // Quoted, or YAML would read a number.
      expect(released.map(lines => lines?.map(line => line.trim()))).toEqual([
        [expect.stringMatching(/ag: "11111111"$/)],
        [expect.stringMatching(/ag: "22222222"$/)],
        [expect.stringMatching(/ag: "1111e111"$/)],
      ]);
    },
  );

  itWith(
    { tools: [tool, 'git', 'sh'] },
    'keeps the comments, those of people too',
    async () => {
      const origin = await repository.fork('people');
      const clone = path.join(repository.root, 'people');
      const edited = path.join(clone, file('dev'));
      await git(repository.root, 'clone', '--quiet', origin, clone);
      const before = (await readFile(edited, 'utf8')).replace(
        /^resources:/m,
        '# Measured in spring.\n$&',
      );
      await writeFile(edited, before);
      await git(clone, 'commit', '--quiet', '--all', '--message', 'docs');
      await git(clone, 'push', '--quiet');
      await release('dev', origin);

      const after = await git(origin, 'show', `main:${file('dev')}`);
      expect(after).toContain('# Measured in spring.\nresources:');
      expect(commentsOf(after)).toEqual(commentsOf(before));
    },
  );

  itWith(
    { tools: [tool, 'git', 'sh'] },
    'fails, and says why, when it may not push',
    async () => {
      const origin = await repository.fork('refused');
      await repository.writeProgram('refusing/pre-receive', 'exit 1');
      await git(
        origin,
        'config',
        'core.hooksPath',
        `${repository.root}/refusing`,
      );

      await expect(release('dev', origin)).rejects.toThrow(
        /May this token push to main\?/,
      );
    },
  );

  itWith(
    { tools: [tool, 'git', 'sh'] },
    'has a sister that restarts the pods, and that Git remembers',
    async () => {
      const origin = await repository.fork('restart');
      await run('restart-staging', origin);

      const changes = await lastChange(origin);
      expect(changes[1]).toBe(`+++ b/${file('staging')}`);
      expect(changes.slice(2).join('\n')).toMatch(
        /^(-.*\n)?(\+.*\n)?\+ *(restarted-at|restartedAt): "?\d{4}-\d\d-\d\dT[\d:]+Z"?$/,
      );
      expect(await git(origin, 'log', '-1', '--format=%s')).toBe(
        `restart(${scope.replace(/dev$/, 'staging')}) [skip ci]\n`,
      );
    },
  );
});

/** The lines that a diff takes away and adds, without those that only move, and without empty ones, which yq drops. */
function netChanges(diff: string): readonly string[] {
  const lines = diff.split('\n').filter(line => /^[-+]./.test(line));
  const opposite = (line: string) =>
    `${line.startsWith('-') ? '+' : '-'}${line.slice(1)}`;
  return lines.filter(line => !lines.includes(opposite(line)));
}

function commentsOf(text: string): readonly string[] {
  return (text.match(/^ *#.*$/gm) ?? []).map(line => line.trim()).sort();
}
