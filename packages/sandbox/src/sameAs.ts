import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares with a token, in constant time. */
export function sameAs(token: string): (given: string) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const wanted = digest(token);
  return given => timingSafeEqual(digest(given), wanted);
}
