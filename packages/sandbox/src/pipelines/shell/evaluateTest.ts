/** `unknown` for what only a real machine could say, such as whether a file is there. */
export type TestResult = 'ok' | 'failed' | 'unknown';

/** The arguments of `test` or `[` without its `]`. */
export function evaluateTest(args: readonly string[]): TestResult {
  if (args[0] === '!') {
    const inner = evaluateTest(args.slice(1));
    return inner === 'unknown' ? inner : asStatus(inner === 'failed');
  }
  const [first, second, third] = args;
  if (args.length <= 2 && first === '-n') {
    return asStatus(Boolean(second));
  }
  if (args.length <= 2 && first === '-z') {
    return asStatus(!second);
  }
  if (args.length === 3 && (second === '=' || second === '==')) {
    return asStatus(first === third);
  }
  if (args.length === 3 && second === '!=') {
    return asStatus(first !== third);
  }
  return 'unknown';
}

function asStatus(value: boolean): TestResult {
  return value ? 'ok' : 'failed';
}
