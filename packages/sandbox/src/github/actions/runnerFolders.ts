import { posix } from 'node:path';

/** Home of the user whom GitHub's hosted Linux runners run jobs as. */
export const runnerHome = '/home/runner';

const work = posix.join(runnerHome, 'work');

/** For files that live as long as a job. */
export const runnerTemp = posix.join(work, '_temp');

/** Where a repository of this name is checked out. */
export function checkoutFolder(name: string): string {
  return posix.join(work, name, name);
}
