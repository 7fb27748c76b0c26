import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Where `test/real` puts the tools that it builds; `SLIPWAY_TOOLS` names another folder of the same shape. */
export const toolsRoot =
  process.env.SLIPWAY_TOOLS ?? path.join(homedir(), '.cache/slipway/real');

/** The full path of a program, or undefined when it is neither among the built tools nor on the PATH. */
export function findTool(name: string): string | undefined {
  const folders = [
    path.join(toolsRoot, 'bin'),
    ...(process.env.PATH ?? '').split(path.delimiter),
  ];
  return folders
    .map(folder => path.join(folder, name))
    .find(file => isReachable(file, constants.X_OK));
}

/** Whether a file is there and may be used. */
export function isReachable(file: string, mode = constants.R_OK): boolean {
  try {
    accessSync(file, mode);
    return true;
  } catch {
    return false;
  }
}
