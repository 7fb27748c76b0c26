import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stateDir } from '../../../scripts/lib/paths.mjs';

export const here = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '..',
);

/** What is built once and shared by all clones: programs, and the files that their modules carry. */
export const cache =
  process.env.SLIPWAY_REAL_CACHE ??
  path.join(os.homedir(), '.cache/slipway/real');
export const bin = path.join(cache, 'bin');
export const share = path.join(cache, 'share');

/** What one run leaves: state of the servers, certificates, logs. Emptied when the next one starts. */
export const runDir = path.join(stateDir, 'real');
export const dataDir = path.join(runDir, 'data');
export const pkiDir = path.join(runDir, 'pki');
export const logsDir = path.join(runDir, 'logs');

const first = Number(process.env.SLIPWAY_REAL_PORT ?? 16400);

/** All on 127.0.0.1, one after the other. */
export const ports = Object.fromEntries(
  [
    ...['etcd', 'etcdPeers', 'kubernetes', 'controllerManager', 'scheduler'],
    ...['redis', 'argocd', 'argocdMetrics', 'repoServer', 'repoServerMetrics'],
    ...[
      'applicationControllerMetrics',
      'sealedSecrets',
      'sealedSecretsMetrics',
      'applicationSets',
      'applicationSetsMetrics',
      'applicationSetsProbe',
    ],
  ].map((name, index) => [name, first + index]),
);

/** Programs of the cache, before those of the machine. */
export const environment = {
  ...process.env,
  PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
};

export const program = name => path.join(bin, name);

/** Where a program is, in the cache or on the path. */
export function findProgram(name) {
  return environment.PATH.split(path.delimiter)
    .map(folder => path.join(folder, name))
    .find(file => existsSync(file));
}
