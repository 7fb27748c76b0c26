import { InputError } from '@backstage/errors';
import { assertFilePath } from './names';
import type { FileAction } from './types';

/** Throws `InputError` for a change that the files at hand, and the changes before it, do not allow. */
export function assertApplicable(
  actions: readonly FileAction[],
  present: Set<string>,
): void {
  const files = new Set(present);
  for (const action of actions) {
    assertFilePath(action.path);
    const source = action.action === 'move' ? action.previousPath : action.path;
    assertFilePath(source);
    const mustExist = !['write', 'create'].includes(action.action);
    if (mustExist && !files.has(source)) {
      throw new InputError("A file with this name doesn't exist");
    }
    if (action.action === 'create' && files.has(action.path)) {
      throw new InputError('A file with this name already exists');
    }
    if (action.action === 'delete' || action.action === 'move') {
      files.delete(source);
    }
    if (action.action !== 'delete') {
      files.add(action.path);
    }
  }
}
