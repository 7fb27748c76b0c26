import { execFileSync } from 'node:child_process';
import { findTool } from './findTool';

/** Why Python here cannot make a virtual environment with a package: its version, or a package index that is out of reach. */
export function pythonProblem(wanted: string): string | undefined {
  const python = findTool('python3');
  if (!python) {
    return undefined;
  }
  const script =
    'import sys, venv, ensurepip; assert sys.version_info >= (3, 11)';
  try {
    execFileSync(python, ['-c', script], { stdio: 'ignore' });
  } catch {
    return 'python3 is older than 3.11 or has no venv';
  }
  try {
    execFileSync(python, ['-m', 'pip', 'index', 'versions', wanted], {
      timeout: 30_000,
      stdio: 'ignore',
    });
    return undefined;
  } catch {
    return 'no Python package index can be reached';
  }
}
