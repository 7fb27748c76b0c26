import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { anInput } from './anInput';
import { renderToFolder } from './renderTemplate';
import { stopScaffolder } from './startScaffolder';
import { freePort } from './tools/freePort';
import { itWith } from './tools/itWith';
import { pythonProblem } from './tools/pythonProblem';
import { runTool } from './tools/runTool';

let root: string;
let folder: string;
let prepared: Promise<string> | undefined;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'python-'));
  folder = path.join(root, 'orders-api');
  await renderToFolder(anInput(), folder);
});
afterAll(async () => {
  await stopScaffolder();
  await rm(root, { recursive: true, force: true });
});

/** `make setup`, once. */
const setUp = (make = '') =>
  (prepared ??= runTool(make, ['setup'], { cwd: folder }));

const needs = {
  tools: ['make', 'python3'],
  problem: pythonProblem('fastapi'),
};

const minutes = (count: number) => count * 60_000;

describe('the generated service, in a fresh virtual environment', () => {
  itWith(
    needs,
    'passes its own tests with the coverage that it asks for',
    async tools => {
      await setUp(tools.make);
      const output = await runTool(tools.make ?? '', ['test'], { cwd: folder });

      expect(output).toMatch(/Required test coverage of 90.0% reached/);
    },
    minutes(5),
  );

  itWith(
    needs,
    'passes ruff and mypy',
    async tools => {
      await setUp(tools.make);

      await runTool(tools.make ?? '', ['lint'], { cwd: folder });
    },
    minutes(5),
  );

  itWith(
    needs,
    'is formatted whatever its name is',
    async tools => {
      await setUp(tools.make);
      const ruff = path.join(folder, '.venv/bin/ruff');
      for (const name of ['qa', `a${'-b'.repeat(19)}c`]) {
        const cwd = path.join(root, name);
        await renderToFolder(anInput({ name }), cwd);
        await runTool(ruff, ['check', '.'], { cwd });
        await runTool(ruff, ['format', '--check', '.'], { cwd });
      }
    },
    minutes(5),
  );

  itWith(
    needs,
    'serves, passes its integration test and ends gracefully',
    async tools => {
      await setUp(tools.make);
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const service = start(port);
      try {
        await waitFor(`${url}/readyz`);
        const tested = await runTool(
          tools.make ?? '',
          ['integration', `URL=${url}`],
          { cwd: folder },
        );
        expect(tested).toMatch(/3 passed/);
      } finally {
        service.process.kill('SIGTERM');
      }

      expect(await service.ended).toBe('SIGTERM');
      expect(service.log()).toContain('Application shutdown complete');
      const lines = service.log().trim().split('\n');
      expect(lines.map(line => JSON.parse(line).service)).toEqual(
        lines.map(() => 'orders-api'),
      );
    },
    minutes(5),
  );

  itWith(needs, 'explains how a commit is deployed', async tools => {
    const output = await runTool(tools.make ?? '', ['deploy'], {
      cwd: folder,
    });

    expect(output).toMatch(/Deployment is by Git/);
    expect(output).toMatch(/dev: unreleased\n.*prod: unreleased\n/);
  });
});

function start(port: number): {
  readonly process: ChildProcess;
  readonly ended: Promise<NodeJS.Signals | null>;
  readonly log: () => string;
} {
  const service = spawn(
    path.join(folder, '.venv/bin/python'),
    ['-m', 'orders_api'],
    {
      cwd: folder,
      env: { ...process.env, HOST: '127.0.0.1', PORT: String(port) },
      stdio: 'pipe',
    },
  );
  let log = '';
  service.stdout.on('data', data => {
    log += data;
  });
  const ended = new Promise<NodeJS.Signals | null>(resolve =>
    service.on('close', (_, signal) => resolve(signal)),
  );
  return { process: service, ended, log: () => log };
}

async function waitFor(url: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      if ((await fetch(url)).ok) {
        return;
      }
    } catch (error) {
      if (Date.now() > deadline) {
        throw new Error(`${url} does not answer`, { cause: error });
      }
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
