import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { aPackagedApp, renderPackaging, type PackagedApp } from './packagedApp';
import { stopScaffolder } from './startScaffolder';
import { chartTemplate } from './tools/helmArgs';
import { itWith } from './tools/itWith';
import { runTool, tryTool } from './tools/runTool';
import { writeFiles } from './writeFiles';

const chart = 'charts/orders-api';
let root: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'values-'));
});
afterAll(async () => {
  await stopScaffolder();
  await rm(root, { recursive: true, force: true });
});

const folderOf = async (app: PackagedApp) =>
  writeFiles(await renderPackaging(app), root);

describe('a change', () => {
  const chatbot = aPackagedApp({ starter: 'chatbot', packaging: 'helm' });
  const annotationsSchema = z.object({
    spec: z.object({
      template: z.object({
        metadata: z.object({ annotations: z.record(z.string()) }),
      }),
    }),
  });
  const checksums = (built: string) =>
    parseAllDocuments(built).flatMap(document => {
      const { data } = annotationsSchema.safeParse(document.toJS());
      const found = data?.spec.template.metadata.annotations ?? {};
      return Object.entries(found).filter(([key]) =>
        key.startsWith('checksum/'),
      );
    });

  itWith(
    { tools: ['helm'] },
    'of the configuration rolls the pods that use it',
    async tools => {
      const cwd = await folderOf(chatbot);
      const helm = tools.helm ?? '';
      const args = chartTemplate('dev');
      const before = checksums(await runTool(helm, args, { cwd }));
      const after = async (setting: string) =>
        checksums(
          await runTool(helm, [...args, '--set-string', setting], { cwd }),
        )
          .filter(
            ([key, value]) =>
              !before.some(([k, v]) => k === key && v === value),
          )
          .map(([key]) => key);

      expect(before.map(([key]) => key).sort()).toEqual([
        'checksum/config',
        'checksum/model',
      ]);
      expect(await after('config.LOG_LEVEL=warning')).toEqual([
        'checksum/config',
      ]);
      expect(await after('config.CHAT_MODEL=deepseek-coder:33b')).toEqual([
        'checksum/config',
        'checksum/model',
      ]);
    },
  );

  itWith(
    { tools: ['helm', 'yq'] },
    'of the tag by yq is one line, whatever the tag looks like',
    async tools => {
      const cwd = await folderOf(chatbot);
      const file = path.join(cwd, chart, 'values-stage.yaml');
      const before = (await readFile(file, 'utf8')).split('\n');
      const migrations: string[] = [];
      // The last three would be numbers.
      for (const tag of ['0a1b2c3d', '12345678', '01234567', '12345e67']) {
        await runTool(
          tools.yq ?? '',
          ['-i', '.image.tag = strenv(TAG)', file],
          {
            env: { TAG: tag },
          },
        );
        const after = (await readFile(file, 'utf8')).split('\n');
        const built = await runTool(
          tools.helm ?? '',
          chartTemplate('staging'),
          {
            cwd,
          },
        );

        expect(after).toHaveLength(before.length);
        expect(after.filter((line, index) => line !== before[index])).toEqual([
          expect.stringMatching(new RegExp(`^  tag: "?${tag}"?$`)),
        ]);
        // The service and its migration.
        expect(
          built.match(new RegExp(`orders-api:${tag}$`, 'gm')),
        ).toHaveLength(2);
        migrations.push(...(built.match(/orders-api-migration-\w+/g) ?? []));
      }
      // A Job cannot be changed, so each release makes another one.
      expect(new Set(migrations).size).toBe(4);
    },
  );
});

describe('the restart job of the pipeline', () => {
  itWith(
    { tools: ['helm', 'yq'] },
    'adds one line, and replaces the pods of every service',
    async tools => {
      const cwd = await folderOf(
        aPackagedApp({ starter: 'stack', packaging: 'helm' }),
      );
      const file = path.join(cwd, chart, 'values-dev.yaml');
      const before = (await readFile(file, 'utf8')).trimEnd().split('\n');
      await runTool(
        tools.yq ?? '',
        ['-i', '.restartedAt = strenv(NOW)', file],
        {
          env: { NOW: '2026-01-02T03:04:05Z' },
        },
      );
      const after = (await readFile(file, 'utf8')).trimEnd().split('\n');
      const built = await runTool(tools.helm ?? '', chartTemplate('dev'), {
        cwd,
      });

      expect(after.slice(0, -1)).toEqual(before);
      expect(
        built.match(/^ {8}restarted-at: "2026-01-02T03:04:05Z"$/gm),
      ).toHaveLength(4);
    },
  );
});

describe('the schema of the values', () => {
  itWith(
    { tools: ['helm'] },
    'refuses a chart without an environment',
    async tools => {
      const cwd = await folderOf(aPackagedApp({ packaging: 'helm' }));
      const run = await tryTool(tools.helm ?? '', ['template', chart], { cwd });

      expect(run.code).not.toBe(0);
      expect(run.output).toMatch(/missing propert.*'image'/);
    },
  );

  for (const [what, args, reason] of [
    [
      'a tag that is a number',
      ['--set', 'image.tag=12345678'],
      /image\/tag.*want string/,
    ],
    [
      'a tag in the repository',
      ['--set', 'image.repository=registry.example.com/shop/x:1'],
      /image\/repository/,
    ],
    [
      'a misspelt key',
      ['--set', 'replica=2'],
      /additional properties 'replica'/,
    ],
    [
      'a number of replicas that is none',
      ['--set-string', 'replicas=2'],
      /replicas.*want integer/,
    ],
    [
      'a setting that is a number',
      ['--set', 'config.POOL=1000000'],
      /config\/POOL.*want string/,
    ],
    [
      'a setting that is no environment variable',
      ['--set-string', 'config.log-level=debug'],
      /log-level/,
    ],
    [
      'memory without a unit that exists',
      ['--set', 'resources.limits.memory=1Gb'],
      /limits\/memory/,
    ],
  ] as const) {
    itWith({ tools: ['helm'] }, `refuses ${what}`, async tools => {
      const cwd = await folderOf(aPackagedApp({ packaging: 'helm' }));
      const run = await tryTool(
        tools.helm ?? '',
        [...chartTemplate('dev'), ...args],
        { cwd },
      );

      expect(run.code).not.toBe(0);
      expect(run.output).toMatch(reason);
    });
  }

  itWith(
    { tools: ['helm'] },
    'refuses a second tracking server, and services without an image, in a stack',
    async tools => {
      const cwd = await folderOf(
        aPackagedApp({ starter: 'stack', packaging: 'helm' }),
      );
      const refused = async (...args: readonly string[]) => {
        const run = await tryTool(
          tools.helm ?? '',
          [...chartTemplate('dev'), ...args],
          { cwd },
        );
        expect(run.code).not.toBe(0);
        return run.output;
      };

      expect(await refused('--set', 'services.mlflow.replicas=2')).toMatch(
        /services\/mlflow\/replicas.*maximum/,
      );
      expect(await refused('--set', 'services.search.replicas=1')).toMatch(
        /services\/search.*missing propert.*'image'/,
      );
    },
  );
});
