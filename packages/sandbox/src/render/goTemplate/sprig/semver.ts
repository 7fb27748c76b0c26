interface Version {
  readonly numbers: readonly [number, number, number];
  /** How many of them were written. */
  readonly given: number;
  readonly prerelease: string;
}

const shape =
  /^v?(\d+|[xX*])?(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:-([\w.-]+))?(?:\+[\w.-]+)?$/;

/** Whether a version is within a constraint such as `>=1.19-0 <2 || ^3`, as the Masterminds' library judges. */
export function satisfies(constraint: string, version: string): boolean {
  const actual = parse(version);
  return constraint.split('||').some(alternative => {
    const parts = alternative
      .replace(/([<>=!~^]+)\s+/g, '$1')
      .split(/[\s,]+/)
      .filter(part => part !== '');
    return parts.every(part => isWithin(actual, part));
  });
}

function isWithin(actual: Version, constraint: string): boolean {
  const [, operator = '', text = ''] =
    /^([<>=!~^]*)(.*)$/.exec(constraint) ?? [];
  const wanted = parse(text);
  if (actual.prerelease !== '' && wanted.prerelease === '') {
    return false;
  }
  const order = compare(actual, wanted);
  const sameUpTo = (count: number) =>
    wanted.numbers
      .slice(0, count)
      .every((number, index) => number === actual.numbers[index]);
  switch (operator) {
    case '>':
      return order > 0;
    case '>=':
    case '=>':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
    case '=<':
      return order <= 0;
    case '!=':
      return order !== 0;
    case '~':
    case '~>':
      return order >= 0 && sameUpTo(Math.min(2, wanted.given));
    case '^': {
      const leading = wanted.numbers.findIndex(number => number > 0);
      return order >= 0 && sameUpTo(leading < 0 ? wanted.given : leading + 1);
    }
    case '':
    case '=':
      return wanted.given < 3 ? sameUpTo(wanted.given) : order === 0;
    default:
      throw new Error(`improper constraint: ${constraint}`);
  }
}

function parse(text: string): Version {
  const found = shape.exec(text.trim());
  if (!found) {
    throw new Error('Invalid Semantic Version');
  }
  const parts = found.slice(1, 4);
  const wild = parts.findIndex(
    part => part === undefined || /[xX*]/.test(part),
  );
  const [major = 0, minor = 0, patch = 0] = parts.map(
    part => Number(part) || 0,
  );
  return {
    numbers: [major, minor, patch],
    given: wild < 0 ? 3 : wild,
    prerelease: found[4] ?? '',
  };
}

function compare(a: Version, b: Version): number {
  const index = a.numbers.findIndex((number, at) => number !== b.numbers[at]);
  if (index >= 0) {
    return (a.numbers[index] ?? 0) - (b.numbers[index] ?? 0);
  }
  if (a.prerelease === b.prerelease) {
    return 0;
  }
  if (a.prerelease === '' || b.prerelease === '') {
    return a.prerelease === '' ? 1 : -1;
  }
  return a.prerelease.localeCompare(b.prerelease, 'en', { numeric: true });
}
