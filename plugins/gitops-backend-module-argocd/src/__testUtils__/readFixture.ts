import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Text of an answer recorded from Argo CD 3.5.3, reduced to what is read. */
export function readFixture(name: string): string {
  return readFileSync(resolve(__dirname, '../__fixtures__', name), 'utf8');
}
