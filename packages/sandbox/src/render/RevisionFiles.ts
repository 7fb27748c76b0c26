import { RenderError } from './RenderError';

/** The files of one Git revision, paths relative to the root of the repository, with `/`, without a leading one. */
export interface RevisionFiles {
  /** Text of a file, or undefined when there is none. */
  readFile(path: string): Promise<string | undefined>;
  /** Paths of all files below a folder, at any depth, sorted; empty when there is no such folder. `''` is the root. */
  listFiles(folder: string): Promise<readonly string[]>;
}

/** Joins a relative path to a folder; refuses absolute paths and those that leave the repository. */
export function resolvePath(folder: string, relative: string): string {
  const segments = folder.split('/').filter(segment => segment !== '');
  if (
    relative.startsWith('/') ||
    relative.includes('\\') ||
    relative.includes('\0')
  ) {
    throw new RenderError(
      `path "${relative}" is not allowed: it must be relative`,
    );
  }
  for (const segment of relative.split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) {
        throw new RenderError(`path "${relative}" leaves the repository`);
      }
    } else if (segment !== '' && segment !== '.') {
      segments.push(segment);
    }
  }
  return segments.join('/');
}

/** True when `path` is `folder` or lies below it. */
export function isWithin(folder: string, path: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}
