import { isKnown } from '../shell/unknownText';

/** Whether `grep -q` finds its pattern in its input; undefined where nobody can say, or for another command. */
export function findsText(
  [program, ...args]: readonly string[],
  stdin: string,
): boolean | undefined {
  const options = args.filter(arg => /^-\w+$/.test(arg)).join('');
  const [pattern, ...files] = args.filter(arg => !arg.startsWith('-'));
  const isPlain = /^(?:-[qxFEi]+)+$/.test(options) && options.includes('q');
  const isClear = stdin !== '' && isKnown(stdin) && pattern && isKnown(pattern);
  if (program !== 'grep' || !isPlain || !isClear || files.length > 0) {
    return undefined;
  }
  const escaped = options.includes('F')
    ? pattern.replace(/[\\^$.*+?|()[\]{}]/g, '\\$&')
    : pattern;
  const source = options.includes('x') ? `^(?:${escaped})$` : escaped;
  try {
    const matcher = new RegExp(source, options.includes('i') ? 'i' : '');
    return stdin
      .replace(/\n$/, '')
      .split('\n')
      .some(line => matcher.test(line));
  } catch {
    return undefined;
  }
}
