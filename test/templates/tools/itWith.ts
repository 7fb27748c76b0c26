/* eslint-disable jest/expect-expect, jest/no-disabled-tests, jest/no-export, jest/valid-title -- a kind of test, not tests */
import { findTool } from './findTool';

/** What a test needs: programs by name, and reasons of its own against running it. */
export interface Needs {
  readonly tools: readonly string[];
  /** Why the test cannot run here, when it is something else than a missing program. */
  readonly problem?: string;
}

/** A test that is skipped, visibly and with the reason in its name, where what it needs is missing. */
export function itWith(
  needs: Needs,
  name: string,
  run: (paths: Readonly<Record<string, string>>) => Promise<void>,
  timeoutMs = 60_000,
): void {
  const found = needs.tools.map(tool => [tool, findTool(tool)] as const);
  const missing = found.filter(([, file]) => !file).map(([tool]) => tool);
  const reason =
    missing.length > 0 ? `no ${missing.join(', ')} found` : needs.problem;
  if (reason) {
    it.skip(`${name} (skipped: ${reason})`, () => undefined);
    return;
  }
  const paths = Object.fromEntries(
    found.flatMap(([tool, file]) => (file ? [[tool, file]] : [])),
  );
  it(name, () => run(paths), timeoutMs);
}
