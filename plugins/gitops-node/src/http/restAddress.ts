import { pathSegment } from './pathSegment';

/**
 * The address of a resource. Each of `segments` becomes exactly one segment of the path; a name may come more than once in
 * `query`.
 * @public
 */
export function restAddress(
  base: string,
  segments: readonly string[],
  query: readonly (readonly [string, string])[] = [],
): string {
  const url = new URL(`${base}/${segments.map(pathSegment).join('/')}`);
  for (const [name, value] of query) {
    url.searchParams.append(name, value);
  }
  return url.toString();
}
