import { posix } from 'node:path';
import { evaluateTest } from '../shell/evaluateTest';
import { expandWord, type ShellScope } from '../shell/expandWord';
import { matchesPattern } from '../shell/matchesPattern';
import { parseShell, type Redirection, type ShellNode } from '../shell/parse';
import { isKnown, showUnknown, UNKNOWN } from '../shell/unknownText';
import { FAILED, OK, UNCLEAR, type Outcome, type Status } from './outcome';
import { readInterpreterCall } from './readInterpreterCall';
import { ScriptFiles } from './ScriptFiles';
import type { ScriptContext } from './recogniseScript';
import { textOf } from './textOf';
import { ToolBench } from './ToolBench';

const PROJECT_DIR = '/builds/project';
const MAX_STEPS = 5000;
const MAX_DEPTH = 40;
const MAX_ROUNDS = 100;

/** Follows a shell through its script without running anything. Programs that matter are handed to the `ToolBench`. */
export class ScriptReader {
  readonly tools: ToolBench;
  readonly files: ScriptFiles;
  readonly #root: string;
  #variables: Map<string, string>;
  /** Names that programs and other scripts see. */
  #exported: Set<string>;
  #functions = new Map<string, ShellNode>();
  #directory: string;
  #arguments: readonly string[] = [];
  #notes: string[] = [];
  #stdin = '';
  #stdout = '';
  /** `set -e`, which CI systems begin with. */
  #stopsAtFailure = true;
  /** Above 0 where a failure only decides something. */
  #inCondition = 0;
  #steps = 0;
  #depth = 0;
  #ended: 'no' | 'ok' | 'failed' = 'no';

  constructor(private readonly context: ScriptContext) {
    const root =
      context.root ?? context.variables.CI_PROJECT_DIR ?? PROJECT_DIR;
    this.#root = root;
    this.#variables = new Map(Object.entries(context.variables));
    this.#exported = new Set(this.#variables.keys());
    this.#directory = posix.resolve(root, context.directory ?? '.');
    this.files = new ScriptFiles(root, context.files);
    this.tools = new ToolBench({
      ...context,
      root,
      note: text => this.#note(text),
    });
  }

  /** True when the script would certainly end with an error. */
  get failed(): boolean {
    return this.#ended === 'failed';
  }

  read(line: string): string[] {
    this.#notes = [];
    if (this.#ended !== 'no') {
      return ['not reached'];
    }
    this.#stdout = '';
    const { flow, status } = this.#readText(line);
    if (flow === 'exit') {
      this.#ended = status === 'failed' ? 'failed' : 'ok';
    }
    return this.#notes.map(showUnknown);
  }

  #readText(text: string): Outcome {
    let node: ShellNode;
    try {
      node = parseShell(text);
    } catch {
      this.#note('this line is beyond what the sandbox reads');
      return UNCLEAR;
    }
    return this.#run(node);
  }

  #scope(): ShellScope {
    return {
      get: name => this.#variables.get(name),
      arguments: this.#arguments,
      substitute: command => this.#substitute(command),
      glob: pattern => this.files.glob(pattern, this.#directory),
    };
  }

  #expand(raw: string): string {
    return expandWord(raw, { ...this.#scope(), glob: undefined }).join(' ');
  }

  #run(node: ShellNode): Outcome {
    this.#steps += 1;
    if (this.#steps > MAX_STEPS || this.#depth > MAX_DEPTH) {
      return { status: 'unknown', flow: 'exit' };
    }
    switch (node.type) {
      case 'command':
        return this.#command(node);
      case 'sequence': {
        let last: Outcome = OK;
        for (const inner of node.nodes) {
          last = this.#run(inner);
          if (last.flow) {
            return last;
          }
        }
        return last;
      }
      case 'and':
      case 'or':
        return this.#andOr(node);
      case 'pipe':
        return this.#pipe(node.nodes);
      case 'not': {
        const { status, flow } = this.#decide(node.node);
        const opposite = {
          ok: 'failed',
          failed: 'ok',
          unknown: 'unknown',
        } as const;
        return { status: opposite[status], flow };
      }
      case 'subshell':
        return this.#apart(() => this.#run(node.body));
      case 'function':
        this.#functions.set(node.name, node.body);
        return OK;
      case 'if': {
        const { status, flow } = this.#decide(node.condition);
        if (flow) {
          return { status, flow };
        }
        if (status === 'unknown') {
          this.#perhaps(node.then);
          return node.otherwise ? this.#perhaps(node.otherwise) : UNCLEAR;
        }
        const chosen = status === 'ok' ? node.then : node.otherwise;
        return chosen ? this.#run(chosen) : OK;
      }
      case 'for':
        return this.#loop(
          node.values.flatMap(raw => expandWord(raw, this.#scope())),
          value => {
            this.#variables.set(node.variable, value);
            return this.#run(node.body);
          },
        );
      case 'while':
        return this.#while(node);
      case 'case':
        return this.#case(node);
      default:
        return this.#redirected(node);
    }
  }

  /** Runs what only decides: there, a failure does not end the script. */
  #decide(node: ShellNode): Outcome {
    this.#inCondition += 1;
    const outcome = this.#run(node);
    this.#inCondition -= 1;
    return outcome;
  }

  /** What is only perhaps reached cannot end the script. */
  #perhaps(node: ShellNode): Outcome {
    this.#run(node);
    return UNCLEAR;
  }

  #andOr(node: Extract<ShellNode, { type: 'and' | 'or' }>): Outcome {
    const left = this.#decide(node.left);
    const stops: Status = node.type === 'and' ? 'failed' : 'ok';
    if (left.flow || left.status === stops) {
      return left;
    }
    if (left.status === 'unknown') {
      // a fallback is for failures, and jobs succeed here
      return node.type === 'or' ? left : this.#perhaps(node.right);
    }
    return this.#run(node.right);
  }

  #pipe(nodes: readonly ShellNode[]): Outcome {
    const before = { stdin: this.#stdin, stdout: this.#stdout };
    let last: Outcome = OK;
    for (const [index, node] of nodes.entries()) {
      this.#stdout = '';
      const isLast = index === nodes.length - 1;
      last = this.#apart(() => (isLast ? this.#run(node) : this.#decide(node)));
      this.#stdin = this.#stdout;
    }
    this.#stdin = before.stdin;
    this.#stdout = before.stdout + this.#stdout;
    return last;
  }

  #loop(values: readonly string[], round: (value: string) => Outcome): Outcome {
    for (const value of values) {
      const { flow, status } = round(value);
      if (flow === 'break') {
        break;
      }
      if (flow && flow !== 'continue') {
        return { flow, status };
      }
    }
    return OK;
  }

  #while(node: Extract<ShellNode, { type: 'while' }>): Outcome {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const { status, flow } = this.#decide(node.condition);
      if (flow) {
        return { status, flow };
      }
      if (status === 'unknown') {
        return this.#perhaps(node.body);
      }
      if ((status === 'ok') === node.negated) {
        return OK;
      }
      const body = this.#run(node.body);
      if (body.flow === 'break') {
        return OK;
      }
      if (body.flow && body.flow !== 'continue') {
        return body;
      }
    }
    return UNCLEAR;
  }

  #case(node: Extract<ShellNode, { type: 'case' }>): Outcome {
    const word = this.#expand(node.word);
    if (!isKnown(word)) {
      node.branches.forEach(({ body }) => this.#perhaps(body));
      return UNCLEAR;
    }
    const found = node.branches.find(({ patterns }) =>
      patterns.some(raw => matchesPattern(word, this.#expand(raw))),
    );
    return found ? this.#run(found.body) : OK;
  }

  #redirected(
    node: Extract<ShellNode, { type: 'redirected' }> & Redirection,
  ): Outcome {
    const before = { stdin: this.#stdin, stdout: this.#stdout };
    if (node.input) {
      const path = node.input.raw && this.#path(this.#expand(node.input.raw));
      this.#stdin = (path && this.files.read(path)) || UNKNOWN;
    }
    if (node.output) {
      this.#stdout = '';
    }
    const outcome = this.#run(node.body);
    if (node.output) {
      const path = this.#path(this.#expand(node.output.raw));
      const start = node.output.append
        ? (this.files.written.get(path) ?? '')
        : '';
      this.files.written.set(path, start + this.#stdout);
      this.#stdout = before.stdout;
    }
    this.#stdin = before.stdin;
    return outcome;
  }

  /** As a process of its own: nothing of it stays but what it prints and does outside. */
  #apart(act: () => Outcome): Outcome {
    const before = {
      directory: this.#directory,
      variables: this.#variables,
      exported: this.#exported,
      functions: this.#functions,
      arguments: this.#arguments,
      stops: this.#stopsAtFailure,
    };
    this.#variables = new Map(before.variables);
    this.#exported = new Set(before.exported);
    this.#functions = new Map(before.functions);
    this.#depth += 1;
    const { status, flow } = act();
    this.#depth -= 1;
    this.#directory = before.directory;
    this.#variables = before.variables;
    this.#exported = before.exported;
    this.#functions = before.functions;
    this.#arguments = before.arguments;
    this.#stopsAtFailure = before.stops;
    const isOver = this.#steps > MAX_STEPS;
    return this.#checked({ status, flow: isOver ? flow : undefined });
  }

  /** A failure ends the script where nothing looks at it. */
  #checked(outcome: Outcome): Outcome {
    const ends =
      outcome.status === 'failed' &&
      !outcome.flow &&
      this.#stopsAtFailure &&
      this.#inCondition === 0;
    return ends ? { status: 'failed', flow: 'exit' } : outcome;
  }

  #command(node: Extract<ShellNode, { type: 'command' }>): Outcome {
    const before = new Map(this.#variables);
    const exported = new Set(this.#exported);
    for (const { name, raw, append } of node.assignments) {
      const start = append ? (this.#variables.get(name) ?? '') : '';
      this.#variables.set(name, start + this.#expand(raw));
    }
    const argv = node.words.flatMap(raw => expandWord(raw, this.#scope()));
    if (argv.length === 0) {
      return OK;
    }
    node.assignments.forEach(({ name }) => this.#exported.add(name));
    const outcome = this.#call(argv);
    for (const { name } of node.assignments) {
      const value = before.get(name);
      if (value === undefined) {
        this.#variables.delete(name);
      } else {
        this.#variables.set(name, value);
      }
      if (!exported.has(name)) {
        this.#exported.delete(name);
      }
    }
    const code = { ok: '0', failed: '1', unknown: UNKNOWN }[outcome.status];
    this.#variables.set('?', code);
    return this.#checked(outcome);
  }

  #call(argv: readonly string[]): Outcome {
    const [program, ...args] = argv;
    const body = this.#functions.get(program);
    if (body) {
      return this.#withArguments(args, () => this.#run(body));
    }
    switch (program) {
      case 'cd':
        this.#directory = this.#path(
          args.filter(arg => arg !== '--').at(-1) ?? this.#root,
        );
        return OK;
      case 'export':
      case 'local':
      case 'readonly':
      case 'declare':
        for (const arg of args.filter(text => /^\w/.test(text))) {
          const [name, ...value] = arg.split('=');
          if (value.length > 0) {
            this.#variables.set(name, value.join('='));
          }
          if (program === 'export') {
            this.#exported.add(name);
          }
        }
        return OK;
      case 'unset':
        args.forEach(name => this.#variables.delete(name));
        return OK;
      case 'read':
        args
          .filter(arg => !arg.startsWith('-'))
          .forEach(name => this.#variables.set(name, UNKNOWN));
        return UNCLEAR;
      case 'set':
        return this.#set(args);
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
      case 'break':
      case 'continue':
        return { status: this.#endStatus(program, args[0]), flow: program };
      case 'shift':
        this.#arguments = this.#arguments.slice(Number(args[0] ?? 1));
        return OK;
      case 'test':
        return this.#test(args);
      case '[':
      case '[[':
        return this.#test(args.slice(0, -1));
      case 'eval':
        return this.#readText(args.join(' '));
      case 'env':
        return this.#command({
          type: 'command',
          assignments: [],
          words: args
            .filter(arg => !arg.startsWith('-'))
            .map(arg => `'${arg.replaceAll("'", "'\\''")}'`),
        });
      case 'command':
        if (args[0]?.startsWith('-')) {
          return UNCLEAR;
        }
        return args.length > 0 ? this.#call(args) : OK;
      case 'sudo':
      case 'exec':
      case 'time':
        return args.length > 0 ? this.#call(args) : OK;
      case 'timeout':
        return this.#call(args.filter(arg => !arg.startsWith('-')).slice(1));
      default:
        return this.#program(argv);
    }
  }

  #endStatus(program: string, code: string | undefined): Status {
    if (program === 'break' || program === 'continue') {
      return 'ok';
    }
    const value = code ?? this.#variables.get('?') ?? '0';
    if (!isKnown(value)) {
      return 'unknown';
    }
    return value === '0' ? 'ok' : 'failed';
  }

  #set(args: readonly string[]): Outcome {
    const end = args.indexOf('--');
    const options = end === -1 ? args : args.slice(0, end);
    if (end !== -1) {
      this.#arguments = args.slice(end + 1);
    }
    for (const [index, option] of options.entries()) {
      const isErrexit =
        /^[-+][a-df-z]*e/.test(option) || options[index + 1] === 'errexit';
      if (isErrexit) {
        this.#stopsAtFailure = option.startsWith('-');
      }
    }
    return OK;
  }

  #test(args: readonly string[]): Outcome {
    return {
      status: evaluateTest(args, {
        isFile: path => this.files.isFile(this.#path(path)),
        isFolder: path => this.files.isFolder(this.#path(path)),
      }),
    };
  }

  #program(argv: readonly string[]): Outcome {
    const [program] = argv;
    const script = readInterpreterCall(argv);
    if (script?.type === 'text') {
      return this.#asProcess(script, () => this.#readText(script.text));
    }
    // a path outside of the repository is a program, such as `/kaniko/executor`
    if (
      script &&
      (program !== script.path || this.files.isFile(this.#path(program)))
    ) {
      return this.#scriptFile(program, script);
    }
    const text = textOf(argv, {
      stdin: this.#stdin,
      directory: this.#directory,
      now: this.context.now,
      read: path => this.files.read(path),
    });
    if (text !== undefined) {
      this.#stdout += text;
      return OK;
    }
    const { status, output } = this.tools.use(argv, {
      directory: this.#directory,
      variable: name =>
        this.#exported.has(name) ? this.#variables.get(name) : undefined,
    });
    this.#stdout += output;
    return { status };
  }

  #scriptFile(
    program: string,
    script: Extract<
      ReturnType<typeof readInterpreterCall>,
      { readonly type: 'file' }
    >,
  ): Outcome {
    const path = this.#path(script.path);
    const text = this.files.read(path);
    const isShell =
      program !== script.path || /^#!.*\bsh\b|^#!.*bash/.test(text ?? '');
    if (text === undefined || !isKnown(text) || !isShell) {
      this.#note(`not run: ${script.path}`);
      return UNCLEAR;
    }
    if (script.inPlace) {
      const { arguments: args } = script;
      const read = () => this.#readText(text);
      return args.length > 0 ? this.#withArguments(args, read) : read();
    }
    const own = {
      ...script,
      options: `${script.options}${/^#!\S+ -(\w+)/.exec(text)?.[1] ?? ''}`,
    };
    return this.#asProcess(own, () => this.#readText(text));
  }

  /** Another shell: it sees exported variables only, and stops at failures when it is told to. */
  #asProcess(
    script: {
      readonly arguments: readonly string[];
      readonly options: string;
      readonly name: string;
    },
    read: () => Outcome,
  ): Outcome {
    return this.#apart(() => {
      const inCondition = this.#inCondition;
      this.#inCondition = 0;
      this.#stopsAtFailure = script.options.includes('e');
      this.#functions = new Map();
      this.#variables = new Map(
        [...this.#variables].filter(([name]) => this.#exported.has(name)),
      );
      this.#variables.set('0', script.name);
      this.#arguments = script.arguments;
      const { status } = read();
      this.#inCondition = inCondition;
      return { status };
    });
  }

  #withArguments(args: readonly string[], act: () => Outcome): Outcome {
    const before = this.#arguments;
    this.#arguments = args;
    this.#depth += 1;
    const { status, flow } = act();
    this.#depth -= 1;
    this.#arguments = before;
    return { status, flow: flow === 'exit' ? flow : undefined };
  }

  /** The output of `$(…)`. */
  #substitute(command: string): string {
    const before = this.#stdout;
    this.#stdout = '';
    // its failure is that of the command around it, which has its own
    this.#inCondition += 1;
    this.#apart(() => this.#readText(command));
    this.#inCondition -= 1;
    const text = this.#stdout.replace(/\n+$/, '');
    this.#stdout = before;
    return text;
  }

  #path(path: string): string {
    return posix.resolve(this.#directory, path);
  }

  #note(text: string): void {
    if (!this.#notes.includes(text)) {
      this.#notes.push(text);
    }
  }
}
