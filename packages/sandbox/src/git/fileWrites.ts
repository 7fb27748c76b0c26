import type { FileAction } from './types';

/** Writes each file, given by its path, with its content. */
export function fileWrites(
  files: Readonly<Record<string, string>>,
): FileAction[] {
  return Object.entries(files).map(([path, content]) => ({
    action: 'write',
    path,
    content,
  }));
}
