import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { dim, done, elapsed, step } from './print.mjs';

function manifests() {
  const workspaces = ['packages', 'plugins'].flatMap(folder =>
    readdirSync(path.join(root, folder)).map(name =>
      path.join(root, folder, name, 'package.json'),
    ),
  );
  return [
    path.join(root, 'package.json'),
    path.join(root, 'yarn.lock'),
    path.join(root, 'test/package.json'),
    ...workspaces,
  ].filter(existsSync);
}

const stateFile = path.join(root, 'node_modules/.yarn-state.yml');

/** Yarn writes its state file last: it is newer than every manifest when the install is complete and current. */
function isInstalled() {
  if (!existsSync(stateFile)) {
    return false;
  }
  const installedAt = statSync(stateFile).mtimeMs;
  return manifests().every(file => statSync(file).mtimeMs <= installedAt);
}

/** Installs the workspace's packages unless they are there; prints Yarn's own steps as progress. */
export async function installDependencies({ node, yarn, env }) {
  if (isInstalled()) {
    return;
  }
  step(
    'Installing packages (1.3 GB on disk, one to five minutes the first time)',
  );
  const output = [];
  const child = spawn(node, [yarn, 'install', '--immutable'], {
    cwd: root,
    env: { ...env, YARN_ENABLE_PROGRESS_BARS: 'false', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const alive = setInterval(
    () => process.stdout.write(dim(`  … still installing, ${elapsed()}\n`)),
    15_000,
  );
  let rest = '';
  const onData = chunk => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      output.push(line);
      const phase = /┌ (.+ step)/.exec(line);
      if (phase) {
        process.stdout.write(dim(`  ${phase[1]} (${elapsed()})\n`));
      }
    }
  };
  child.stdout.setEncoding('utf8').on('data', onData);
  child.stderr.setEncoding('utf8').on('data', onData);
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearInterval(alive);
  if (code !== 0) {
    throw new Error(`yarn install failed:\n${output.slice(-25).join('\n')}`);
  }
  // Yarn leaves the file alone when nothing changed, and the next start would ask again.
  utimesSync(stateFile, new Date(), new Date());
  done('Packages are installed');
}
