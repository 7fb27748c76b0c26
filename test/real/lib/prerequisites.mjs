import { spawnSync } from 'node:child_process';
import { statfsSync, existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isPortTaken } from '../../../scripts/lib/processes.mjs';
import { cache, findProgram, ports } from './layout.mjs';
import { isComplete } from './tools.mjs';

const GIGABYTE = 1024 ** 3;

const answers = (command, ...args) =>
  spawnSync(command, args, { encoding: 'utf8' }).status === 0;

function freeBytes(folder) {
  let existing = folder;
  while (!existsSync(existing)) {
    existing = path.dirname(existing);
  }
  const { bavail, bsize } = statfsSync(existing);
  return bavail * bsize;
}

/** What only a build needs; nothing when everything is in the cache. */
function missingForBuild() {
  if (isComplete()) {
    return [];
  }
  const missing = [];
  if (!answers('go', 'version')) {
    missing.push(
      'Go 1.24 or newer (go.dev/dl; it fetches the toolchain that the modules ask for)',
    );
  }
  if (
    !findProgram('redis-server') &&
    !(findProgram('apt-get') && findProgram('dpkg-deb'))
  ) {
    missing.push('redis-server (on Debian and Ubuntu it is fetched by itself)');
  }
  if (freeBytes(cache) < 10 * GIGABYTE) {
    missing.push(
      `10 GB of free disk at ${cache} (another folder: SLIPWAY_REAL_CACHE)`,
    );
  }
  return missing;
}

/** What stands in the way of a run, one sentence each. */
export async function findObstacles() {
  const obstacles = [];
  if (process.platform !== 'linux') {
    obstacles.push(
      `Linux: the control plane runs without containers, and this is ${process.platform}`,
    );
  }
  for (const name of ['git', 'openssl']) {
    if (!findProgram(name)) {
      obstacles.push(name);
    }
  }
  // Git's HTTP client is a program of its own, which minimal packages leave out
  const http = spawnSync('git', ['remote-http'], { encoding: 'utf8' });
  if (/is not a git command/.test(http.stderr)) {
    obstacles.push('git with HTTP support (git-remote-http)');
  }
  obstacles.push(...missingForBuild());
  if (os.totalmem() < 4 * GIGABYTE) {
    obstacles.push('4 GB of memory');
  }
  const taken = [];
  for (const [name, port] of Object.entries(ports)) {
    if (await isPortTaken(port)) {
      taken.push(`${port} (${name})`);
    }
  }
  if (taken.length > 0) {
    obstacles.push(
      `free ports: something listens on ${taken.join(', ')} (another first port: SLIPWAY_REAL_PORT)`,
    );
  }
  return obstacles;
}

/**
 * The sealed-secrets controller reads its credentials from one fixed folder, which only a mount namespace can provide.
 * Resolves to the reason why that is not to be had here.
 */
export function whyNoSealedSecrets() {
  return answers('unshare', '--mount', '--propagation', 'private', 'true')
    ? undefined
    : 'the sealed-secrets controller needs root for a mount namespace (unshare --mount)';
}
