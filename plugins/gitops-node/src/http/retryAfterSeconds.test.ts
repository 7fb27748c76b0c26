import { retryAfterSeconds } from './retryAfterSeconds';

const now = () => Date.parse('2026-01-01T00:00:00Z');

it.each([
  ['30', 30],
  ['0', 0],
  ['Thu, 01 Jan 2026 00:00:20 GMT', 20],
  ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
])('reads Retry-After %p as %p seconds', (header, seconds) => {
  expect(retryAfterSeconds(header, now)).toBe(seconds);
});
