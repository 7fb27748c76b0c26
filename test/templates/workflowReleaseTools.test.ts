import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { anInput } from './anInput';
import { aPlatformInput } from './aPlatformInput';
import { stopScaffolder } from './startScaffolder';
import {
  aPlatformRepository,
  aRepository,
  git,
  type TestRepository,
} from './tools/aRepository';
import { itWith } from './tools/itWith';
import { tryWorkflowJob } from './tools/runWorkflowJob';
import { workflowVariants } from './workflowVariants';

// A busy machine renders slowly.
jest.setTimeout(60_000);

describe.each(workflowVariants)('a release with $title', variant => {
  const { tool, workflows, suffix = '', file, scope, restart } = variant;
  const needs = { tools: [tool, 'yq', 'git', 'bash'] };
  const input = anInput({
    ...variant.input,
    ci: 'github',
    githubHost: 'github.com',
  });
  let repository: TestRepository;

  beforeAll(async () => {
    repository = await (input.layout === 'platform'
      ? aPlatformRepository([input], aPlatformInput({ ci: 'github' }))
      : aRepository(input));
    // What the jobs wait between two attempts only matters to the runner.
    await repository.writeProgram('shims/sleep', 'exec /bin/sleep 0.1');
    // GitHub's client, asked about the rules of an environment.
    await repository.writeProgram('shims/gh', 'echo required_reviewers');
    await repository.writeProgram('unprotected/gh', 'echo branch_policy');
  });
  afterAll(async () => {
    await stopScaffolder();
    await repository.remove();
  });

  const run = (
    job: string,
    origin: string,
    tag: string,
    over: {
      readonly workflow?: string;
      readonly programs?: readonly string[];
      readonly variables?: Readonly<Record<string, string>>;
      readonly environment?: string;
    } = {},
  ) =>
    tryWorkflowJob(repository, {
      workflow: over.workflow ?? workflows[0],
      job,
      origin,
      expressions: {
        'github.token': 'run-token',
        'inputs.environment': over.environment ?? '',
        'needs.changes.outputs.tag': tag,
      },
      variables: over.variables,
      programs: (over.programs ?? ['shims']).map(folder =>
        path.join(repository.root, folder),
      ),
    });
  const release = async (
    environment: string,
    origin: string,
    tag = '0a1b2c3d',
    over: Parameters<typeof run>[3] = {},
  ) => {
    const { code, output } = await run(
      `release-${environment}${suffix}`,
      origin,
      tag,
      over,
    );
    if (code !== 0) {
      throw new Error(`ended with ${code}\n${output}`);
    }
    return output;
  };
  const released = async (origin: string, environment: string) =>
    /^ *(?:newTag|tag): *"?([^" \n]*)/m.exec(
      await git(origin, 'show', `main:${file(environment)}`),
    )?.[1];
  const lastChange = async (origin: string) =>
    (await git(origin, 'diff', '--unified=0', 'HEAD~1', 'HEAD'))
      .split('\n')
      .filter(line => /^[-+]/.test(line));
  /** A commit of somebody, pushed; its first eight characters. */
  const change = async (
    origin: string,
    name: string,
    edit: (text: string) => string,
  ) => {
    const clone = path.join(repository.root, name);
    await git(repository.root, 'clone', '--quiet', origin, clone);
    const target = path.join(clone, file('dev'));
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(
      target,
      edit(await git(origin, 'show', `main:${file('dev')}`)),
    );
    await git(clone, 'commit', '--quiet', '--all', '--message', name);
    await git(clone, 'push', '--quiet');
  };
  const head = async (origin: string) =>
    (await git(origin, 'rev-parse', 'main')).trim();

  itWith(
    needs,
    'changes the tag and nothing else, in a commit that starts no workflow',
    async () => {
      const origin = await repository.fork('one');
      await release('dev', origin);

      expect(await lastChange(origin)).toEqual([
        `--- a/${file('dev')}`,
        `+++ b/${file('dev')}`,
        expect.stringMatching(/^- *(newTag|tag): unreleased$/),
        expect.stringMatching(/^\+ *(newTag|tag): 0a1b2c3d$/),
      ]);
      expect(await git(origin, 'log', '-1', '--format=%an|%s')).toBe(
        `orders-api release bot|release(${scope}) 0a1b2c3d [skip ci]\n`,
      );
    },
  );

  itWith(needs, 'commits nothing when it runs again', async () => {
    const origin = await repository.fork('again');
    await release('dev', origin);
    const first = await head(origin);
    const output = await release('dev', origin);

    expect(output).toContain('Nothing to do');
    expect(await head(origin)).toBe(first);
  });

  itWith(needs, 'lands even when others push at the same moment', async () => {
    const origin = await repository.fork('race');
    await Promise.all([
      release('dev', origin, '11111111'),
      release('staging', origin, '22222222'),
      release('prod', origin, '33333e33'),
    ]);

    // Quoted, or YAML would read a number.
    expect(
      await Promise.all(
        ['dev', 'staging', 'prod'].map(async environment =>
          /^ *(?:newTag|tag): (.*)$/m
            .exec(await git(origin, 'show', `main:${file(environment)}`))
            ?.at(1),
        ),
      ),
    ).toEqual(['"11111111"', '"22222222"', '"33333e33"']);
  });

  itWith(needs, 'keeps what people wrote into the file', async () => {
    const origin = await repository.fork('people');
    await change(origin, 'people', text =>
      text.replace(/^( *)resources:/m, '$1# Of all things.\n$&'),
    );
    const comments = (text: string) => text.match(/^ *#.*$/gm);
    const before = await git(origin, 'show', `main:${file('dev')}`);
    await release('dev', origin);

    const after = await git(origin, 'show', `main:${file('dev')}`);
    expect(comments(after)).toEqual(comments(before));
    expect(after).toContain('# Of all things.');
  });

  itWith(
    needs,
    'leaves a newer commit where it is, and goes back only when it is run again',
    async () => {
      const origin = await repository.fork('overtaken');
      const older = await head(origin);
      await change(origin, 'newer', text =>
        text.replace(/^( *)resources:/m, '$1# Newer.\n$&'),
      );
      const newer = await head(origin);
      const tagOf = (sha: string) => sha.slice(0, 8);
      await release('dev', origin, tagOf(newer));

      const output = await release('dev', origin, tagOf(older), {
        variables: { GITHUB_SHA: older },
      });
      expect(output).toMatch(/::notice::.* which is newer/);
      expect(await released(origin, 'dev')).toBe(tagOf(newer));

      await release('dev', origin, tagOf(older), {
        variables: { GITHUB_SHA: older, GITHUB_RUN_ATTEMPT: '2' },
      });
      expect(await released(origin, 'dev')).toBe(tagOf(older));
    },
  );

  itWith(needs, 'fails, and says why, when it may not push', async () => {
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
  });

  itWith(
    needs,
    'reaches production only where somebody had to approve',
    async () => {
      const origin = await repository.fork('unprotected');
      const programs = ['unprotected', 'shims'];

      await expect(
        release('prod', origin, '0a1b2c3d', { programs }),
      ).rejects.toThrow(/prod has no required reviewers/);
      expect(await released(origin, 'prod')).toBe('unreleased');
      // The others need nobody.
      await release('dev', origin, '0a1b2c3d', { programs });
      expect(await released(origin, 'dev')).toBe('0a1b2c3d');
    },
  );

  itWith(
    needs,
    'has a sister that restarts the pods, and that Git remembers',
    async () => {
      const origin = await repository.fork('restart');
      const { code } = await run('restart', origin, '', {
        workflow: workflows[1],
        environment: 'staging',
      });

      expect(code).toBe(0);
      const changes = await lastChange(origin);
      expect(changes[1]).toBe(`+++ b/${file('staging')}`);
      expect(changes.slice(2).join('\n')).toMatch(
        /^(-.*\n)?(\+.*\n)?\+ *(restarted-at|restartedAt): "?\d{4}-\d\d-\d\dT[\d:]+Z"?$/,
      );
      expect(await git(origin, 'log', '-1', '--format=%s')).toBe(
        `restart(${restart}) [skip ci]\n`,
      );
    },
  );
});
