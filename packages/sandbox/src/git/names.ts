import { InputError } from '@backstage/errors';

const SEGMENT = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$/;

/** True for what GitLab accepts as the path of a project or group: no leading dash or dot, no trailing dot, `.git` or `.atom`. */
export function isPathSegment(value: string): boolean {
  return (
    value.length <= 255 && SEGMENT.test(value) && !/\.(git|atom)$/i.test(value)
  );
}

/** Throws `InputError` unless `repo` is `<group>[/<subgroup>…]/<name>` and thus cannot leave the folder of repositories. */
export function assertRepositoryName(repo: string): void {
  const segments = repo.split('/');
  if (segments.length < 2 || !segments.every(isPathSegment)) {
    throw new InputError(`“${repo}” is not a repository name`);
  }
}

/** True when git cannot take `revision` for an option, a range or a path. */
export function isRevision(revision: string): boolean {
  return (
    /^[\w][\w./@^~+#-]*$/.test(revision) &&
    !revision.includes('..') &&
    !revision.includes('@{')
  );
}

/** True for a branch name by the rules of `git check-ref-format` that matter here. */
export function isBranchName(name: string): boolean {
  return (
    isRevision(name) &&
    !/[~^]|\/\/|\/\.|\.lock(\/|$)|[/.]$/.test(name) &&
    name !== 'HEAD'
  );
}

/** Throws `InputError` for a file path that is absolute, leaves the repository or touches `.git`. */
export function assertFilePath(path: string): void {
  const bad = path
    .split('/')
    .some(part => ['', '.', '..'].includes(part) || /^\.git$/i.test(part));
  if (bad || /[\0\n\r"\\]/.test(path)) {
    throw new InputError(`“${path}” is not a file path`);
  }
}
