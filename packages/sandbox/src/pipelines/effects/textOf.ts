import { posix } from 'node:path';
import { formatDate } from '../shell/formatDate';
import { UNKNOWN } from '../shell/unknownText';

export interface TextSources {
  readonly stdin: string;
  readonly directory: string;
  readonly now: Date;
  /** Undefined: nobody knows. */
  readonly read: (path: string) => string | undefined;
}

/** The output of a command that only makes text of text; undefined for every other command. */
export function textOf(
  [program, ...args]: readonly string[],
  sources: TextSources,
): string | undefined {
  const { stdin, directory, now } = sources;
  switch (program) {
    case 'echo':
      return args[0] === '-n'
        ? args.slice(1).join(' ')
        : `${args.filter(arg => arg !== '-e').join(' ')}\n`;
    case 'printf':
      return formatText(args.filter((arg, at) => at > 0 || arg !== '--'));
    case 'pwd':
      return `${directory}\n`;
    case 'basename':
      return `${posix.basename(args[0] ?? '', args[1])}\n`;
    case 'dirname':
      return `${posix.dirname(args[0] ?? '')}\n`;
    case 'date':
      return `${dateText(args, now)}\n`;
    case 'cat':
      return args.length === 0
        ? stdin
        : args
            .map(
              path => sources.read(posix.resolve(directory, path)) ?? UNKNOWN,
            )
            .join('');
    case 'cut':
      return eachLine(stdin, line => cutText(line, args));
    case 'tr':
      return translate(stdin, args);
    case 'head': {
      const count = Number(/^(?:-c)?\s*(\d+)$/.exec(args.join(''))?.[1]);
      return args[0]?.startsWith('-c') && count
        ? stdin.slice(0, count)
        : stdin.split('\n').slice(0, 1).join('\n');
    }
    case 'tee':
      return stdin;
    default:
      return undefined;
  }
}

/** `%s`, `%.8s`, `%d` and `%%`; the format is used again while there are arguments. */
function formatText([format = '', ...args]: readonly string[]): string {
  const rest = [...args];
  let text = '';
  do {
    text += format
      .replace(/%(?:%|-?\d*(?:\.(\d+))?([sdbiq]))/g, (_, width, kind) => {
        if (!kind) {
          return '%';
        }
        const value = rest.shift() ?? (kind === 'd' ? '0' : '');
        return width ? value.slice(0, Number(width)) : value;
      })
      .replace(/\\n/g, '\n')
      .replace(/\\t/g, '\t');
  } while (rest.length > 0 && /%\S/.test(format.replaceAll('%%', '')));
  return text;
}

function dateText(args: readonly string[], now: Date): string {
  const format = args.find(arg => arg.startsWith('+'))?.slice(1);
  if (format) {
    return formatDate(now, format);
  }
  return args.some(arg => /^(-I|--iso-8601|--rfc-3339)/.test(arg))
    ? formatDate(now, '%Y-%m-%dT%H:%M:%SZ')
    : now.toISOString();
}

function cutText(line: string, args: readonly string[]): string {
  const option = (name: string) => {
    const at = args.findIndex(arg => arg.startsWith(name));
    const joined = args[at]?.slice(name.length);
    return at === -1 ? undefined : joined || args[at + 1];
  };
  const select = (list: string, parts: readonly string[]) => {
    const [from, to = from] = list.includes('-')
      ? list.split('-').map(text => Number(text) || undefined)
      : [Number(list)];
    return parts.slice((from ?? 1) - 1, to ?? parts.length);
  };
  const characters = option('-c') ?? option('-b');
  if (characters) {
    const [from, to] = characters.split('-');
    return line.slice(
      (Number(from) || 1) - 1,
      characters.includes('-') ? Number(to) || undefined : Number(from),
    );
  }
  const fields = option('-f');
  const delimiter = option('-d') ?? '\t';
  return fields && line.includes(delimiter)
    ? select(fields, line.split(delimiter)).join(delimiter)
    : line;
}

function translate(text: string, args: readonly string[]): string {
  const expand = (set: string) =>
    set
      .replace(/\[:upper:\]/g, 'A-Z')
      .replace(/\[:lower:\]/g, 'a-z')
      .replace(/\\n/g, '\n')
      .replace(/(.)-(.)/g, (_, from: string, to: string) =>
        Array.from(
          { length: to.charCodeAt(0) - from.charCodeAt(0) + 1 },
          (__, index) => String.fromCharCode(from.charCodeAt(0) + index),
        ).join(''),
      );
  const [from = '', to = ''] = args
    .filter(arg => !/^-[dsc]+$/.test(arg))
    .map(expand);
  const isDeleting = args[0]?.startsWith('-') && args[0].includes('d');
  return [...text]
    .map(sign => {
      const at = from.indexOf(sign);
      if (at === -1) {
        return sign;
      }
      return isDeleting ? '' : (to[Math.min(at, to.length - 1)] ?? sign);
    })
    .join('');
}

function eachLine(text: string, change: (line: string) => string): string {
  return text.split('\n').map(change).join('\n');
}
