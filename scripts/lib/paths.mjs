import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);
/** Everything that a run leaves on disk; ignored by Git. */
export const stateDir = path.join(root, '.slipway');
export const toolchainDir = path.join(stateDir, 'toolchain');
export const logsDir = path.join(stateDir, 'logs');
