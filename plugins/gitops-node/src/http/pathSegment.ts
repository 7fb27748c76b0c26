import { InputError } from '@backstage/errors';

/**
 * Encodes a value as exactly one segment of a URL path. URL parsers treat `.` and `..` as steps even when they are
 * percent-encoded, so those are refused.
 * @public
 */
export function pathSegment(value: string): string {
  if (value === '' || value === '.' || value === '..') {
    throw new InputError(`“${value}” cannot be part of an address`);
  }
  return encodeURIComponent(value);
}
