import { posix } from 'node:path';

interface Call {
  /** `$0` there. */
  readonly name: string;
  readonly arguments: readonly string[];
  /** Letters, such as `eu`. */
  readonly options: string;
}

/** A command line that has another shell script read. */
export type InterpreterCall =
  | (Call & { readonly type: 'text'; readonly text: string })
  | (Call & {
      readonly type: 'file';
      readonly path: string;
      /** `.` or `source`: by the same shell. */
      readonly inPlace: boolean;
    });

/** Reads `sh script`, `bash -c '…'`, `. script` and `./script`; undefined for all other commands. */
export function readInterpreterCall(
  argv: readonly string[],
): InterpreterCall | undefined {
  const [program, ...args] = argv;
  if (program === '.' || program === 'source') {
    const [path, ...rest] = args;
    return path
      ? {
          type: 'file',
          path,
          name: path,
          arguments: rest,
          options: '',
          inPlace: true,
        }
      : undefined;
  }
  if (['sh', 'bash', 'ash', 'dash'].includes(posix.basename(program))) {
    return readShellCall(args);
  }
  return /^\.{0,2}\/|\.sh$/.test(program) && program.includes('/')
    ? {
        type: 'file',
        path: program,
        name: program,
        arguments: args,
        options: '',
        inPlace: false,
      }
    : undefined;
}

function readShellCall(argv: readonly string[]): InterpreterCall | undefined {
  const args = [...argv];
  let options = '';
  while (args[0]?.startsWith('-')) {
    const option = args.shift() ?? '';
    options += option.startsWith('--') ? '' : option.slice(1);
    if (option.endsWith('o')) {
      options += args.shift() === 'errexit' ? 'e' : '';
    }
  }
  const [first, second, ...rest] = args;
  if (first === undefined) {
    return undefined;
  }
  if (options.includes('c')) {
    return {
      type: 'text',
      text: first,
      name: second ?? 'sh',
      arguments: rest,
      options,
    };
  }
  return {
    type: 'file',
    path: first,
    name: first,
    arguments: args.slice(1),
    options,
    inPlace: false,
  };
}
