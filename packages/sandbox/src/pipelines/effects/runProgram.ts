import { isKnown } from '../shell/unknownText';
import { findsText } from './findsText';
import { FAILED, OK, UNCLEAR, type Outcome } from './outcome';
import {
  readInterpreterCall,
  type InterpreterCall,
} from './readInterpreterCall';
import type { Shell } from './Shell';
import { textOf } from './textOf';

/** A program that is no part of the shell: another script, one that makes text, or one of the `ToolBench`. */
export function runProgram(shell: Shell, argv: readonly string[]): Outcome {
  const [program] = argv;
  const { files, tools, now } = shell.options;
  const script = readInterpreterCall(argv);
  if (script?.type === 'text') {
    return asProcess(shell, script, script.text);
  }
  // a path outside of the repository is a program, such as `/kaniko/executor`
  if (
    script &&
    (program !== script.path || files.isFile(shell.path(program)))
  ) {
    return runFile(shell, program, script);
  }
  const text = textOf(argv, {
    stdin: shell.stdin,
    directory: shell.directory,
    now,
    read: path => files.read(path),
  });
  if (text !== undefined) {
    shell.stdout += text;
    return OK;
  }
  const found = findsText(argv, shell.stdin);
  if (found !== undefined) {
    return found ? OK : FAILED;
  }
  const { status, output } = tools.use(argv, {
    directory: shell.directory,
    variable: name =>
      shell.exported.has(name) ? shell.variables.get(name) : undefined,
  });
  shell.stdout += output;
  return { status };
}

function runFile(
  shell: Shell,
  program: string,
  script: Extract<InterpreterCall, { type: 'file' }>,
): Outcome {
  const text = shell.options.files.read(shell.path(script.path)) ?? '';
  const [, isShell, flags] =
    /^#!\S*?[\s/](bash|sh|ash|dash)\b(?: -(\w+))?/.exec(text) ?? [
      undefined,
      program !== script.path,
    ];
  if (text === '' || !isKnown(text) || !isShell) {
    shell.options.note(`not run: ${script.path}`);
    return UNCLEAR;
  }
  if (!script.inPlace) {
    return asProcess(
      shell,
      { ...script, options: `${script.options}${flags ?? ''}` },
      text,
    );
  }
  const read = () => shell.runText(text);
  const { arguments: args } = script;
  return args.length > 0 ? shell.withArguments(args, read) : read();
}

function asProcess(
  shell: Shell,
  { name, arguments: args, options }: InterpreterCall,
  text: string,
): Outcome {
  const stopsAtFailure = options.includes('e');
  return shell.asProcess({ name, arguments: args, stopsAtFailure }, () =>
    shell.runText(text),
  );
}
