import { posix } from 'node:path';
import { evaluateTest } from '../shell/evaluateTest';
import { expandText, expandWord, type ShellScope } from '../shell/expandWord';
import { formatDate } from '../shell/formatDate';
import { parseShell, type ShellNode } from '../shell/parse';
import type { JobEffect } from './model';
import { readGitCommand } from './readGitCommand';
import { recogniseCommand } from './recogniseCommand';
import { Workspace } from './Workspace';

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

const OK: Outcome = { status: 'ok' };
const UNKNOWN: Outcome = { status: 'unknown' };
const PROJECT_DIR = '/builds/project';
const MAX_STEPS = 5000;
const MAX_DEPTH = 40;

class ScriptReader {
  readonly #variables: Map<string, string>;
  readonly #functions = new Map<string, ShellNode>();
  readonly #workspace: Workspace;
  readonly #root: string;
  #directory: string;
  #arguments: readonly string[] = [];
  #notes: string[] = [];
  #hasEnded = false;
  #steps = 0;
  #depth = 0;

  constructor(private readonly context: ScriptContext) {
    const root = context.variables.CI_PROJECT_DIR ?? PROJECT_DIR;
    this.#variables = new Map(Object.entries(context.variables));
    this.#root = root;
    this.#workspace = new Workspace({
      root,
      branch: context.branch,
      repositoryOfUrl: context.repositoryOfUrl,
      note: text => this.#note(text),
    });
    this.#directory = root;
  }

  get effects(): readonly JobEffect[] {
    return this.#workspace.effects;
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
          args.at(-1) ?? this.#root,
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
        this.#workspace.pushImage(ref);
      }
      return OK;
    }
    const done = this.#workspace.edit(this.#directory, found.edit, argv[0]);
    return { status: done };
  }

  #git(args: readonly string[]): Outcome {
    return {
      status: this.#workspace.git(this.#directory, readGitCommand(args)),
    };
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
