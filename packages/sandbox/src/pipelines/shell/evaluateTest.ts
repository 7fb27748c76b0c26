import { matchesPattern } from './matchesPattern';
import { isKnown } from './unknownText';

/** `unknown` for what only a real machine could say. */
export type TestResult = 'ok' | 'failed' | 'unknown';

export interface TestFiles {
  /** Undefined: nobody knows. */
  isFile(path: string): boolean | undefined;
  isFolder(path: string): boolean | undefined;
}

const NUMBERS: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '-eq': (a, b) => a === b,
  '-ne': (a, b) => a !== b,
  '-lt': (a, b) => a < b,
  '-le': (a, b) => a <= b,
  '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};

/** The arguments of `test` or `[` without its `]`. */
export function evaluateTest(
  args: readonly string[],
  files?: TestFiles,
): TestResult {
  for (const [sign, decides] of [
    ['||', 'ok'],
    ['-o', 'ok'],
    ['&&', 'failed'],
    ['-a', 'failed'],
  ] as const) {
    const at = args.indexOf(sign);
    if (at > 0) {
      const left = evaluateTest(args.slice(0, at), files);
      const right = evaluateTest(args.slice(at + 1), files);
      if (left === decides || right === decides) {
        return decides;
      }
      return left === 'unknown' ? left : right;
    }
  }
  if (args[0] === '!' && args.length > 1) {
    const inner = evaluateTest(args.slice(1), files);
    return inner === 'unknown' ? inner : asStatus(inner === 'failed');
  }
  if (!args.every(isKnown)) {
    return 'unknown';
  }
  const [first, second = '', third = ''] = args;
  switch (args.length) {
    case 0:
      return 'failed';
    case 1:
      // without an operand, `-n` and `-z` are words like any other; unquoted and empty, they are meant as operators
      return asStatus(first === '-z' || (first !== '' && first !== '-n'));
    case 2:
      return evaluateUnary(first, second, files);
    case 3:
      return evaluateBinary(first, second, third);
    default:
      return 'unknown';
  }
}

function evaluateUnary(
  operator: string,
  operand: string,
  files?: TestFiles,
): TestResult {
  switch (operator) {
    case '-n':
      return asStatus(operand !== '');
    case '-z':
      return asStatus(operand === '');
    case '-f':
    case '-s':
      return asStatus(files?.isFile(operand));
    case '-d':
      return asStatus(files?.isFolder(operand));
    case '-e':
      return asStatus(files?.isFile(operand) || files?.isFolder(operand));
    default:
      return 'unknown';
  }
}

function evaluateBinary(
  left: string,
  operator: string,
  right: string,
): TestResult {
  switch (operator) {
    case '=':
      return asStatus(left === right);
    case '==':
      return asStatus(matchesPattern(left, right));
    case '!=':
      return asStatus(left !== right);
    default: {
      const compare = NUMBERS[operator];
      return compare
        ? asStatus(compare(Number(left), Number(right)))
        : 'unknown';
    }
  }
}

function asStatus(value: boolean | undefined): TestResult {
  if (value === undefined) {
    return 'unknown';
  }
  return value ? 'ok' : 'failed';
}
