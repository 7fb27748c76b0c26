// Prints the times that the README names, measured on this machine: npm run bench [-- --install]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fillWizard, openWizard } from '../e2e/fillWizard';
import { openAsGuest } from '../e2e/signIn';
import { repositoryRoot, startWorld } from '../e2e/startWorld';
import { firstChange } from './firstChange';

const seconds = (milliseconds: number) =>
  `${(milliseconds / 1000).toFixed(1)} s`;
const results: [string, string, string][] = [];

/** Runs `npm start` in a folder until it says that it is ready, and stops it. */
async function timeStart(folder: string): Promise<number> {
  const began = Date.now();
  // Caches of its own, empty the first time: what this machine downloaded before does not count.
  const child = spawn('npm', ['start'], {
    cwd: folder,
    detached: true,
    env: {
      ...process.env,
      YARN_GLOBAL_FOLDER: path.join(folder, '.slipway/cache/yarn'),
      npm_config_cache: path.join(folder, '.slipway/cache/npm'),
    },
  });
  let output = '';
  const ready = new Promise<number>((resolve, reject) => {
    child.stdout.on('data', text => {
      output += text;
      if (output.includes('is ready')) {
        resolve(Date.now() - began);
      }
    });
    child.stderr.on('data', text => {
      output += text;
    });
    child.on('exit', () => reject(new Error(`npm start ended:\n${output}`)));
  });
  try {
    return await ready;
  } finally {
    child.removeAllListeners('exit');
    const ended = new Promise(resolve => {
      child.on('exit', resolve);
    });
    if (child.pid) {
      process.kill(-child.pid, 'SIGTERM');
    }
    await ended;
    await new Promise(resolve => {
      setTimeout(resolve, 3_000);
    });
  }
}

if (process.argv.includes('--install')) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'slipway-bench-'));
  try {
    await new Promise<void>((resolve, reject) => {
      spawn('git', ['clone', '--quiet', repositoryRoot, folder])
        .on('error', reject)
        .on('exit', code =>
          code === 0 ? resolve() : reject(new Error('git clone failed')),
        );
    });
    results.push([
      'First npm start to ready, install included',
      seconds(await timeStart(folder)),
      '6 min',
    ]);
    results.push([
      'Later npm start to ready',
      seconds(await timeStart(folder)),
      '45 s',
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const world = await startWorld({ name: 'bench' });
try {
  const page = await world.newPage();
  const name = 'bench-service';
  await openWizard(page);
  await fillWizard(page, { name });
  const pressed = Date.now();
  await page.getByRole('button', { name: 'Create' }).click();
  await page
    .getByRole('link', { name: 'Deployments' })
    .first()
    .click({ timeout: 60_000 });
  await page
    .getByRole('article', { name: 'dev', exact: true })
    .getByText(/^[0-9a-f]{7,8}$/)
    .first()
    .waitFor({ timeout: 60_000 });
  results.push([
    'Create pressed to dev tag on the tab',
    seconds(Date.now() - pressed),
    '30 s',
  ]);

  const delays: number[] = [];
  const orders = await world.newPage();
  await openAsGuest(orders, '/catalog/default/component/billing/deployments');
  for (let run = 0; run < 5; run++) {
    delays.push(await firstChange(orders, world.dataDir, run));
  }
  delays.sort((a, b) => a - b);
  results.push([
    'Argo CD change to visible on the page (median, worst of 5)',
    `${delays[2]} ms, ${delays[4]} ms`,
    '1 s',
  ]);
} finally {
  await world.stop();
}

process.stdout.write(
  `\n${os.cpus().length} cores, ${os.cpus()[0]?.model}\n\n| What | Measured | Wanted |\n| --- | --- | --- |\n`,
);
for (const row of results) {
  process.stdout.write(`| ${row.join(' | ')} |\n`);
}
