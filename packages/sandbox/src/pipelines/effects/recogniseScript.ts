import { posix } from 'node:path';
import { expandText, expandWord, type ShellScope } from '../shell/expandWord';
import { parseShell, type ShellNode } from '../shell/parse';
import type { FileEdit, JobEffect, PlannedCommit } from './model';
import { readGitCommand } from './readGitCommand';
import { recogniseCommand } from './recogniseCommand';

export interface ScriptContext {
  readonly variables: Readonly<Record<string, string>>;
  readonly sha: string;
  readonly branch: string;
  readonly now: Date;
  /** The full path of the project that a clone URL names, when it is one of this sandbox. */
  readonly repositoryOfUrl: (url: string) => string | undefined;
}

export interface RecognisedScript {
  readonly effects: readonly JobEffect[];
  /** One entry for each line of the script: the line, and what the sandbox made of it. */
  readonly lines: readonly {
    readonly line: string;
    readonly notes: readonly string[];
  }[];
}

/** `unknown`: the sandbox does not run commands, so nobody can say how this one would end. */
type Status = 'ok' | 'failed' | 'unknown';
type Flow = 'return' | 'exit' | 'break' | 'continue';
type Outcome = { readonly status: Status; readonly flow?: Flow };

interface Checkout {
  readonly root: string;
  readonly repository?: string;
  branch: string;
  edits: FileEdit[];
  commits: PlannedCommit[];
}

const OK: Outcome = { status: 'ok' };
const UNKNOWN: Outcome = { status: 'unknown' };
const PROJECT_DIR = '/builds/project';
const MAX_STEPS = 5000;
const MAX_DEPTH = 40;

/**
 * Reads a job's script for what it would do to Git and to the image registry. Nothing is run: the shell is followed as far as
 * variables, functions, `cd` and simple conditions go, and what cannot be known is taken for possible.
 */
export function recogniseScript(
  script: readonly string[],
  context: ScriptContext,
): RecognisedScript {
  const reader = new ScriptReader(context);
  const lines = script.map(line => ({ line, notes: reader.read(line) }));
  return { effects: reader.effects, lines };
}

class ScriptReader {
  readonly effects: JobEffect[] = [];
  readonly #variables: Map<string, string>;
  readonly #functions = new Map<string, ShellNode>();
  readonly #checkouts: Checkout[];
  readonly #author = { name: 'GitLab CI', email: 'ci@noreply.localhost' };
  #directory: string;
  #arguments: readonly string[] = [];
  #notes: string[] = [];
  #hasEnded = false;
  #steps = 0;
  #depth = 0;

  constructor(private readonly context: ScriptContext) {
    const root = context.variables.CI_PROJECT_DIR ?? PROJECT_DIR;
    this.#variables = new Map(Object.entries(context.variables));
    this.#checkouts = [
      { root, branch: context.branch, edits: [], commits: [] },
    ];
    this.#directory = root;
  }

  read(line: string): string[] {
    this.#notes = [];
    if (this.#hasEnded) {
      return ['not reached'];
    }
    try {
      this.#hasEnded = this.#run(parseShell(line)).flow === 'exit';
    } catch {
      this.#notes.push('this line is beyond what the sandbox reads');
    }
    return this.#notes;
  }

  #scope(): ShellScope {
    return {
      get: name => this.#variables.get(name),
      arguments: this.#arguments,
      substitute: command => this.#substitute(command),
    };
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
      case 'or': {
        const left = this.#run(node.left);
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
      case 'pipe':
        node.nodes.forEach(inner => this.#run(inner));
        return UNKNOWN;
      case 'not': {
        const { status } = this.#run(node.node);
        const opposite = {
          ok: 'failed',
          failed: 'ok',
          unknown: 'unknown',
        } as const;
        return { status: opposite[status] };
      }
      case 'subshell': {
        const before = {
          directory: this.#directory,
          variables: [...this.#variables],
        };
        const { status } = this.#run(node.body);
        this.#directory = before.directory;
        this.#variables.clear();
        before.variables.forEach(([name, value]) =>
          this.#variables.set(name, value),
        );
        return { status };
      }
      case 'function':
        this.#functions.set(node.name, node.body);
        return OK;
      case 'if': {
        const { status } = this.#run(node.condition);
        if (status === 'ok') {
          return this.#run(node.then);
        }
        if (status === 'unknown') {
          this.#perhaps(node.then);
          return node.otherwise ? this.#perhaps(node.otherwise) : UNKNOWN;
        }
        return node.otherwise ? this.#run(node.otherwise) : OK;
      }
      case 'for': {
        for (const value of node.values.flatMap(raw =>
          expandWord(raw, this.#scope()),
        )) {
          this.#variables.set(node.variable, value);
          const { flow, status } = this.#run(node.body);
          if (flow === 'break') {
            break;
          }
          if (flow && flow !== 'continue') {
            return { flow, status };
          }
        }
        return OK;
      }
      default:
        return this.#perhaps(node.body);
    }
  }

  /** What is only perhaps reached cannot end the script. */
  #perhaps(node: ShellNode): Outcome {
    this.#run(node);
    return UNKNOWN;
  }

  #command(node: Extract<ShellNode, { type: 'command' }>): Outcome {
    const before = new Map(this.#variables);
    for (const { name, raw } of node.assignments) {
      this.#variables.set(name, expandWord(raw, this.#scope()).join(' '));
    }
    const argv = node.words.flatMap(raw => expandWord(raw, this.#scope()));
    if (argv.length === 0) {
      return OK;
    }
    const outcome = this.#call(argv);
    if (node.assignments.length > 0) {
      for (const { name } of node.assignments) {
        const value = before.get(name);
        if (value === undefined) {
          this.#variables.delete(name);
        } else {
          this.#variables.set(name, value);
        }
      }
    }
    return outcome;
  }

  #call(argv: readonly string[]): Outcome {
    const [program, ...args] = argv;
    const body = this.#functions.get(program);
    if (body) {
      return this.#callFunction(body, args);
    }
    switch (program) {
      case 'cd':
        this.#directory = posix.resolve(
          this.#directory,
          args.at(-1) ?? this.#checkouts[0].root,
        );
        return OK;
      case 'export':
      case 'local':
      case 'readonly':
      case 'declare':
        for (const arg of args.filter(text => text.includes('='))) {
          this.#variables.set(
            arg.slice(0, arg.indexOf('=')),
            arg.slice(arg.indexOf('=') + 1),
          );
        }
        return OK;
      case ':':
      case 'true':
      case 'echo':
      case 'printf':
      case 'set':
      case 'sleep':
      case 'mkdir':
        return OK;
      case 'false':
        return { status: 'failed' };
      case 'return':
      case 'exit':
      case 'break':
      case 'continue':
        return {
          status: args[0] && args[0] !== '0' ? 'failed' : 'ok',
          flow: program,
        };
      case 'shift':
        this.#arguments = this.#arguments.slice(Number(args[0] ?? 1));
        return OK;
      case 'test':
        return { status: evaluateTest(args) };
      case '[':
      case '[[':
        return { status: evaluateTest(args.slice(0, -1)) };
      case 'sudo':
      case 'exec':
      case 'command':
      case 'time':
        return args.length > 0 ? this.#call(args) : OK;
      case 'git':
        return this.#git(args);
      default:
        return this.#tool(argv);
    }
  }

  #callFunction(body: ShellNode, args: readonly string[]): Outcome {
    const before = this.#arguments;
    this.#arguments = args;
    this.#depth += 1;
    const { status, flow } = this.#run(body);
    this.#depth -= 1;
    this.#arguments = before;
    return { status, flow: flow === 'exit' ? flow : undefined };
  }

  #tool(argv: readonly string[]): Outcome {
    const found = recogniseCommand(argv, name => this.#variables.get(name));
    if (!found) {
      this.#note(`not run: ${argv[0]}`);
      return UNKNOWN;
    }
    if (found.type === 'image') {
      for (const ref of found.refs) {
        this.effects.push({ type: 'image', ref });
        this.#note(`pushes image ${ref}`);
      }
      return OK;
    }
    const file =
      'directory' in found.edit ? found.edit.directory : found.edit.file;
    const path = posix.resolve(this.#directory, file);
    const checkout = this.#checkoutOf(path);
    if (!checkout) {
      this.#note(
        `not run: ${argv[0]} on ${path}, which is no repository of the sandbox`,
      );
      return UNKNOWN;
    }
    const relative = posix.relative(checkout.root, path);
    checkout.edits.push(
      'directory' in found.edit
        ? { ...found.edit, directory: relative }
        : { ...found.edit, file: relative },
    );
    this.#note(`edits ${relative || '.'} by ${argv[0]}`);
    return OK;
  }

  #git(args: readonly string[]): Outcome {
    const command = readGitCommand(args);
    const directory = posix.resolve(this.#directory, command.directory ?? '.');
    const checkout = this.#checkoutOf(directory);
    switch (command.type) {
      case 'clone': {
        const repository = this.context.repositoryOfUrl(command.url);
        if (repository) {
          this.#checkouts.push({
            root: posix.resolve(directory, command.into),
            repository,
            branch: command.branch ?? 'HEAD',
            edits: [],
            commits: [],
          });
          this.#note(`clones ${repository}`);
        }
        return repository ? OK : UNKNOWN;
      }
      case 'switch':
        if (checkout) {
          checkout.branch = command.branch;
        }
        return OK;
      case 'author':
        this.#author[command.key] = command.value;
        return OK;
      case 'isClean': {
        return { status: checkout?.edits.length ? 'failed' : 'ok' };
      }
      case 'commit':
        if (!checkout?.edits.length) {
          return { status: 'failed' };
        }
        checkout.commits.push({
          message: command.message,
          author: { ...this.#author },
          edits: checkout.edits,
        });
        checkout.edits = [];
        this.#note(`commits “${command.message.split('\n', 1)[0]}”`);
        return OK;
      case 'push':
        if (!checkout) {
          return UNKNOWN;
        }
        if (checkout.commits.length > 0) {
          this.effects.push({
            type: 'push',
            repository: checkout.repository,
            branch: command.branch ?? checkout.branch,
            commits: checkout.commits,
            pushOptions: command.pushOptions,
          });
          checkout.commits = [];
        }
        return OK;
      default:
        return command.succeeds ? OK : UNKNOWN;
    }
  }

  #checkoutOf(path: string): Checkout | undefined {
    return this.#checkouts
      .filter(({ root }) => path === root || path.startsWith(`${root}/`))
      .sort((a, b) => b.root.length - a.root.length)[0];
  }

  /** The few commands whose output scripts commonly build upon. */
  #substitute(command: string): string {
    const text = command.trim();
    const { now, sha, branch } = this.context;
    if (/^date\b/.test(text)) {
      const format = /\+["']?([^"']+)/.exec(text)?.[1];
      return format ? formatDate(now, format) : now.toISOString();
    }
    if (/^git rev-parse\b/.test(text)) {
      if (text.includes('--abbrev-ref')) {
        return branch;
      }
      const short = /--short(?:=(\d+))?/.exec(text);
      return short ? sha.slice(0, Number(short[1] ?? 8)) : sha;
    }
    if (/^(echo|printf '?%s'?) [^|;&]*$/.test(text)) {
      return expandText(
        text.replace(/^\S+\s+('?%s'?\s+)?/, ''),
        this.#scope(),
      ).replace(/^["']|["']$/g, '');
    }
    return '';
  }

  #note(text: string): void {
    if (!this.#notes.includes(text)) {
      this.#notes.push(text);
    }
  }
}

function evaluateTest(args: readonly string[]): Status {
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

function asStatus(value: boolean): Status {
  return value ? 'ok' : 'failed';
}

/** `date +…` in UTC, for the conversions that name a moment. */
function formatDate(date: Date, format: string): string {
  const iso = date.toISOString();
  const parts: Readonly<Record<string, string>> = {
    Y: iso.slice(0, 4),
    m: iso.slice(5, 7),
    d: iso.slice(8, 10),
    H: iso.slice(11, 13),
    M: iso.slice(14, 16),
    S: iso.slice(17, 19),
    F: iso.slice(0, 10),
    T: iso.slice(11, 19),
    s: String(Math.floor(date.getTime() / 1000)),
    Z: 'UTC',
  };
  return format.replace(
    /%(\w)/g,
    (whole, letter: string) => parts[letter] ?? whole,
  );
}
