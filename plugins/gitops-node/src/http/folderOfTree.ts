import { parseRepositoryAddress } from './parseRepositoryAddress';

/**
 * The folder that a page of a Git host shows, `…/tree/main/apps/orders/` or GitLab's `…/-/tree/main/apps/orders`; undefined for
 * other pages and for the root. The branch must have no slash in its name.
 * @public
 */
export function folderOfTree(url: string): string | undefined {
  const path = parseRepositoryAddress(url)?.path ?? '';
  return /^\/.+?\/tree\/[^/]+\/(.*[^/])\/*$/.exec(path)?.[1];
}
