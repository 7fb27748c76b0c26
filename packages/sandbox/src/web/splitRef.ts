import type { GitStore } from '../git';

/** A branch, tag or SHA, and a path at it. */
export interface Place {
  readonly ref: string;
  readonly path: string;
}

/** What is left of a URL after `/tree/` and its like; a branch may hold slashes, so the longest that exists wins. */
export async function splitRef(
  git: GitStore,
  repo: string,
  rest: string,
): Promise<Place | undefined> {
  const parts = rest.split('/').filter(part => part !== '');
  for (let size = parts.length; size > 0; size -= 1) {
    const ref = parts.slice(0, size).join('/');
    if (await git.resolveRevision(repo, ref)) {
      return { ref, path: parts.slice(size).join('/') };
    }
  }
  return undefined;
}
