import { evaluateTest } from '../shell/evaluateTest';
import type { ShellNode } from '../shell/parse';
import { isKnown, UNKNOWN } from '../shell/unknownText';
import { FAILED, OK, UNCLEAR, type Outcome, type Status } from './outcome';
import { runProgram } from './runProgram';
import type { Shell } from './Shell';

/** A command with its assignments, which hold for it alone unless there is nothing else. */
export function runCommand(
  shell: Shell,
  node: Extract<ShellNode, { type: 'command' }>,
): Outcome {
  const before = new Map(shell.variables);
  const exported = new Set(shell.exported);
  for (const { name, raw, append } of node.assignments) {
    const start = append ? (shell.variables.get(name) ?? '') : '';
    const value = start + shell.expand(raw);
    shell.variables.set(name, value);
  }
  const argv = node.words.flatMap(raw => shell.fields(raw));
  if (argv.length === 0) {
    return OK;
  }
  node.assignments.forEach(({ name }) => shell.exported.add(name));
  const outcome = call(shell, argv);
  for (const { name } of node.assignments) {
    const value = before.get(name);
    if (value === undefined) {
      shell.variables.delete(name);
    } else {
      shell.variables.set(name, value);
    }
    if (!exported.has(name)) {
      shell.exported.delete(name);
    }
  }
  const code = { ok: '0', failed: '1', unknown: UNKNOWN }[outcome.status];
  shell.variables.set('?', code);
  return shell.checked(outcome);
}

function call(shell: Shell, argv: readonly string[]): Outcome {
  const [program, ...args] = argv;
  const body = shell.functions.get(program);
  if (body) {
    return shell.withArguments(args, () => shell.run(body));
  }
  switch (program) {
    case 'cd':
      shell.directory = shell.path(
        args.filter(arg => arg !== '--').at(-1) ?? shell.options.root,
      );
      return OK;
    case 'export':
    case 'local':
    case 'readonly':
    case 'declare':
      assign(shell, args, program === 'export');
      return OK;
    case 'unset':
      args.forEach(name => shell.variables.delete(name));
      return OK;
    case 'read':
      args
        .filter(arg => !arg.startsWith('-'))
        .forEach(name => shell.variables.set(name, UNKNOWN));
      return UNCLEAR;
    case 'set':
      setOptions(shell, args);
      return OK;
    case ':':
    case 'true':
    case 'sleep':
    case 'mkdir':
    case 'trap':
    case 'umask':
    case 'chmod':
      return OK;
    case 'false':
      return FAILED;
    case 'return':
    case 'exit':
      return { status: endStatus(shell, args[0]), flow: program };
    case 'break':
    case 'continue':
      return { status: 'ok', flow: program };
    case 'shift':
      shell.arguments = shell.arguments.slice(Number(args[0] ?? 1));
      return OK;
    case 'test':
      return test(shell, args);
    case '[':
    case '[[':
      return test(shell, args.slice(0, -1));
    case 'eval':
      return shell.runText(args.join(' '));
    case 'env':
      return runCommand(shell, commandOf(args));
    case 'command':
      // `command -v` asks for a program
      return args[0]?.startsWith('-') ? UNCLEAR : callOf(shell, args);
    case 'sudo':
    case 'exec':
    case 'time':
      return callOf(shell, args);
    case 'timeout':
      return callOf(shell, args.filter(arg => !arg.startsWith('-')).slice(1));
    default:
      return runProgram(shell, argv);
  }
}

function callOf(shell: Shell, argv: readonly string[]): Outcome {
  return argv.length > 0 ? call(shell, argv) : OK;
}

function assign(
  shell: Shell,
  args: readonly string[],
  isExported: boolean,
): void {
  for (const arg of args.filter(text => /^\w/.test(text))) {
    const [name, ...value] = arg.split('=');
    if (value.length > 0) {
      shell.variables.set(name, value.join('='));
    }
    if (isExported) {
      shell.exported.add(name);
    }
  }
}

function endStatus(shell: Shell, code: string | undefined): Status {
  const value = code ?? shell.variables.get('?') ?? '0';
  if (!isKnown(value)) {
    return 'unknown';
  }
  return value === '0' ? 'ok' : 'failed';
}

function setOptions(shell: Shell, args: readonly string[]): void {
  const end = args.indexOf('--');
  const options = end === -1 ? args : args.slice(0, end);
  if (end !== -1) {
    shell.arguments = args.slice(end + 1);
  }
  for (const [index, option] of options.entries()) {
    const isErrexit =
      /^[-+][a-df-z]*e/.test(option) || options[index + 1] === 'errexit';
    if (isErrexit) {
      shell.stopsAtFailure = option.startsWith('-');
    }
  }
}

function test(shell: Shell, args: readonly string[]): Outcome {
  const { files } = shell.options;
  const status = evaluateTest(args, {
    isFile: path => files.isFile(shell.path(path)),
    isFolder: path => files.isFolder(shell.path(path)),
  });
  return { status };
}

/** The command line of `env A=1 program …`. */
function commandOf(
  args: readonly string[],
): Extract<ShellNode, { type: 'command' }> {
  const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const words = args.filter(arg => !arg.startsWith('-'));
  const first = words.findIndex(word => !/^\w+=/.test(word));
  const split = first === -1 ? words.length : first;
  return {
    type: 'command',
    assignments: words.slice(0, split).map(word => ({
      name: word.slice(0, word.indexOf('=')),
      raw: quote(word.slice(word.indexOf('=') + 1)),
      append: false,
    })),
    words: words.slice(split).map(quote),
  };
}
