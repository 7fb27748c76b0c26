import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { renderSkeletons } from './renderSkeletons';
import { stopScaffolder } from './startScaffolder';
import { itWith } from './tools/itWith';
import { runTool, tryTool } from './tools/runTool';
import { workflowOf } from './tools/workflows';

// A busy machine renders slowly.
jest.setTimeout(60_000);

afterAll(stopScaffolder);

/** Every choice that the workflows depend on, with every other; the environments take turns. */
const everyVariant = ['fastapi', 'chatbot', 'stack']
  .flatMap(starter =>
    ['own', 'platform'].flatMap(layout =>
      ['kustomize', 'helm'].flatMap(packaging =>
        ['ghcr', 'ecr', 'dockerhub', 'other'].flatMap(registry =>
          ['sealed-secrets', 'aws-ssm'].map(secretStore => ({
            starter,
            layout,
            packaging,
            registry,
            secretStore,
          })),
        ),
      ),
    ),
  )
  .map((choice, index) => ({
    ...choice,
    environments: [['dev', 'staging', 'prod'], ['dev'], ['prod']][index % 3],
  }));

describe('a workflow in every variant', () => {
  let folder: string;
  let files: ReadonlyMap<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'workflows-'));
    files = await renderSkeletons(
      everyVariant.map((choice, index) => ({
        skeleton: 'ci/github',
        targetPath: `v${index}`,
        values: {
          ...choice,
          name: 'orders-api',
          root: choice.layout === 'own' ? '' : 'apps/orders-api/',
          image: 'registry.example.com/demo/orders-api',
          aws: {
            accountId: '123456789012',
            region: 'eu-central-1',
            system: 'shop',
          },
          short: { dev: 'dev', staging: 'stage', prod: 'prod' },
          services:
            choice.starter === 'stack'
              ? ['fastapi', 'kafka'].map(key => ({
                  key,
                  path: `services/${key}/`,
                  imageSuffix: `/${key}`,
                }))
              : [{ key: 'app', path: '', imageSuffix: '' }],
        },
      })),
    );
    for (const [file, text] of files) {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
      await writeFile(path.join(folder, file), text);
    }
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const workflows = () =>
    [...files.keys()].filter(file => file.includes('.github/workflows/'));

  itWith(
    { tools: ['actionlint', 'shellcheck'] },
    'has nothing that actionlint and shellcheck complain about',
    async tools => {
      expect(workflows()).toHaveLength(everyVariant.length * 2);
      await runTool(
        tools.actionlint ?? '',
        ['-shellcheck', tools.shellcheck ?? '', ...workflows()],
        { cwd: folder },
      );
      await runTool(
        tools.shellcheck ?? '',
        [...files.keys()].filter(file => file.endsWith('.sh')).slice(0, 1),
        { cwd: folder },
      );
    },
    120_000,
  );

  itWith(
    { tools: ['actionlint'] },
    'gives the actions inputs that they have',
    async tools => {
      // It knows the inputs of an action by the major version alone.
      for (const file of workflows()) {
        const text = files.get(file) ?? '';
        await writeFile(
          path.join(folder, file),
          text.replace(/(uses: [^@\s]+@v\d+)\.\d+\.\d+/g, '$1'),
        );
      }
      await runTool(tools.actionlint ?? '', ['-shellcheck=', ...workflows()], {
        cwd: folder,
      });
      const { code, output } = await tryTool(
        tools.actionlint ?? '',
        ['-shellcheck=', '-'],
        {
          cwd: folder,
          input: (files.get(workflows()[0] ?? '') ?? '')
            .replace(/@v(\d+)\.\d+\.\d+/g, '@v$1')
            .replace('persist-credentials', 'persist-everything'),
        },
      );
      expect([code, output]).toEqual([
        1,
        expect.stringMatching(/input "persist-everything" is not defined/),
      ]);
    },
    120_000,
  );

  it('pins every action and runs no expression as shell', () => {
    for (const file of workflows()) {
      const rendered = workflowOf(
        new Map([['.github/workflows/any.yml', files.get(file) ?? '']]),
        'any',
      );
      for (const job of Object.values(rendered.jobs)) {
        for (const { uses = 'a/b@v1.2.3', run = '' } of job.steps) {
          expect(uses).toMatch(/^[\w-]+\/[\w-]+@v\d+\.\d+\.\d+$/);
          // What somebody outside chose, such as the title of a pull request, would become part of the script.
          expect(run).not.toContain('${{');
        }
      }
    }
  });
});
