import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { anInput } from './anInput';
import { releaseVariants } from './releaseVariants';
import { stopScaffolder } from './startScaffolder';
import {
  aPlatformRepository,
  aRepository,
  git,
  type TestRepository,
} from './tools/aRepository';
import { itWith } from './tools/itWith';
import { runCiJob } from './tools/runCiJob';
import { runTool } from './tools/runTool';

const podsSchema = z.object({
  kind: z.enum(['Deployment', 'StatefulSet']),
  spec: z.object({
    template: z.object({
      metadata: z.object({ annotations: z.record(z.unknown()).optional() }),
    }),
  }),
});

describe.each(releaseVariants)('a release with $title', variant => {
  const { tool, input, prefix = '', suffix = '', file, scope } = variant;
  const { root = '' } = variant;
  const onHelm = tool === 'yq';
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
          return tagsOf(text);
        }),
      );
      // Quoted, or YAML would read a number.
      expect(released).toEqual([
        ['"11111111"'],
        ['"22222222"'],
        ['"1111e111"'],
      ]);
    },
  );

  if (input.starter === 'stack') {
    itWith(
      { tools: [tool, 'git', 'sh'] },
      'lands with those of other services, in the same file and at the same moment',
      async () => {
        const origin = await repository.fork('services');
        await Promise.all([
          run('release-dev-fastapi', origin, {
            CI_COMMIT_SHORT_SHA: 'aaaaaaaa',
          }),
          run('release-dev-kafka', origin, { CI_COMMIT_SHORT_SHA: 'bbbbbbbb' }),
        ]);

        const text = await git(origin, 'show', `main:${file('dev')}`);
        expect(tagsOf(text)).toEqual(['aaaaaaaa', 'bbbbbbbb']);
      },
    );
  }

  itWith(
    { tools: [tool, 'git', 'sh'] },
    'keeps the comments, those of people too',
    async () => {
      const origin = await repository.fork('people');
      const clone = path.join(repository.root, 'people');
      const edited = path.join(clone, file('dev'));
      await git(repository.root, 'clone', '--quiet', origin, clone);
      const before = (await readFile(edited, 'utf8')).replace(
        /^(?:resources|services):/m,
        '# Measured in spring.\n$&',
      );
      await writeFile(edited, before);
      await git(clone, 'commit', '--quiet', '--all', '--message', 'docs');
      await git(clone, 'push', '--quiet');
      await release('dev', origin);

      const after = await git(origin, 'show', `main:${file('dev')}`);
      expect(after).toContain('# Measured in spring.\n');
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
    { tools: [tool, 'git', 'sh', ...(onHelm ? ['helm'] : [])] },
    'has a sister that gives the pods a new annotation',
    async tools => {
      const origin = await repository.fork('restart');
      await run('restart-staging', origin);
      expect(await git(origin, 'log', '-1', '--format=%s')).toBe(
        `restart(${scope.replace(/dev.*$/, 'staging')}) [skip ci]\n`,
      );

      const cwd = path.join(repository.root, 'restarted', root);
      await git(repository.root, 'clone', '--quiet', origin, 'restarted');
      const built = onHelm
        ? await runTool(
            tools.helm ?? '',
            ['template', 'charts/orders-api', '--values', file('staging')],
            { cwd },
          )
        : await runTool(
            tools.kustomize ?? '',
            ['build', 'k8s/overlays/staging'],
            { cwd },
          );
      const annotations = parseAllDocuments(built).flatMap(document => {
        const pods = podsSchema.safeParse(document.toJS());
        // With Helm, databases and brokers are left alone.
        return pods.success && !(onHelm && pods.data.kind === 'StatefulSet')
          ? [Object.values(pods.data.spec.template.metadata.annotations ?? {})]
          : [];
      });
      expect(annotations).not.toEqual([]);
      for (const values of annotations) {
        expect(values).toContainEqual(
          expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]+Z$/),
        );
      }
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

/** The tags of what was released, as they are written. */
function tagsOf(text: string): readonly string[] {
  return [...text.matchAll(/^ *(?:newTag|tag): (.*)$/gm)].flatMap(
    ([, tag = '']) => (tag === 'unreleased' ? [] : [tag]),
  );
}

function commentsOf(text: string): readonly string[] {
  return (text.match(/^ *#.*$/gm) ?? []).map(line => line.trim()).sort();
}
