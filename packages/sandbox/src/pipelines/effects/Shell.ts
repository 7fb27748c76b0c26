import { posix } from 'node:path';
import { expandWord, type ShellScope } from '../shell/expandWord';
import { parseShell, type ShellNode } from '../shell/parse';
import { UNCLEAR, type Outcome } from './outcome';
import { runNode } from './runNode';
import type { ScriptFiles } from './ScriptFiles';
import type { ToolBench } from './ToolBench';

const MAX_STEPS = 5000;
const MAX_DEPTH = 40;

export interface ShellOptions {
  /** Where the repository is checked out, as an absolute path. */
  readonly root: string;
  readonly directory: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly now: Date;
  readonly files: ScriptFiles;
  readonly tools: ToolBench;
  readonly note: (text: string) => void;
}

/** The state of a shell that is followed, not run: what is set, where it stands, what it would have printed. */
export class Shell {
  variables: Map<string, string>;
  /** Names that programs and other scripts see. */
  exported: Set<string>;
  functions = new Map<string, ShellNode>();
  directory: string;
  arguments: readonly string[] = [];
  stdin = '';
  stdout = '';
  /** `set -e`, which CI systems begin with. */
  stopsAtFailure = true;
  /** Above 0 where a failure only decides something. */
  #inCondition = 0;
  #steps = 0;
  #depth = 0;

  constructor(readonly options: ShellOptions) {
    this.variables = new Map(Object.entries(options.variables));
    this.exported = new Set(this.variables.keys());
    this.directory = options.directory;
  }

  runText(text: string): Outcome {
    let node: ShellNode;
    try {
      node = parseShell(text);
    } catch {
      this.options.note('this line is beyond what the sandbox reads');
      return UNCLEAR;
    }
    return this.run(node);
  }

  run(node: ShellNode): Outcome {
    this.#steps += 1;
    return this.#steps > MAX_STEPS || this.#depth > MAX_DEPTH
      ? { status: 'unknown', flow: 'exit' }
      : runNode(this, node);
  }

  /** Runs what only decides: there, a failure does not end the script. */
  decide(node: ShellNode): Outcome {
    this.#inCondition += 1;
    const outcome = this.run(node);
    this.#inCondition -= 1;
    return outcome;
  }

  /** What is only perhaps reached cannot end the script. */
  perhaps(node: ShellNode): Outcome {
    this.run(node);
    return UNCLEAR;
  }

  /** A failure ends the script where nothing looks at it. */
  checked(outcome: Outcome): Outcome {
    const ends =
      outcome.status === 'failed' &&
      !outcome.flow &&
      this.stopsAtFailure &&
      this.#inCondition === 0;
    return ends ? { status: 'failed', flow: 'exit' } : outcome;
  }

  /** As a process of its own: nothing of it stays but what it prints and does outside. */
  apart(act: () => Outcome): Outcome {
    const { directory, variables, exported, functions, stopsAtFailure } = this;
    const args = this.arguments;
    this.variables = new Map(variables);
    this.exported = new Set(exported);
    this.functions = new Map(functions);
    this.#depth += 1;
    const { status, flow } = act();
    this.#depth -= 1;
    Object.assign(this, {
      directory,
      variables,
      exported,
      functions,
      stopsAtFailure,
      arguments: args,
    });
    const isOver = this.#steps > MAX_STEPS;
    return this.checked({ status, flow: isOver ? flow : undefined });
  }

  /** Another shell: it sees exported variables only, and stops at failures when it is told to. */
  asProcess(
    script: {
      readonly name: string;
      readonly arguments: readonly string[];
      readonly stopsAtFailure: boolean;
    },
    act: () => Outcome,
  ): Outcome {
    return this.apart(() => {
      const inCondition = this.#inCondition;
      this.#inCondition = 0;
      this.stopsAtFailure = script.stopsAtFailure;
      this.functions = new Map();
      this.variables = new Map(
        [...this.variables].filter(([name]) => this.exported.has(name)),
      );
      this.variables.set('0', script.name);
      this.arguments = script.arguments;
      const { status } = act();
      this.#inCondition = inCondition;
      return { status };
    });
  }

  withArguments(args: readonly string[], act: () => Outcome): Outcome {
    const before = this.arguments;
    this.arguments = args;
    this.#depth += 1;
    const { status, flow } = act();
    this.#depth -= 1;
    this.arguments = before;
    return { status, flow: flow === 'exit' ? flow : undefined };
  }

  /** The fields that a word of a command becomes. */
  fields(raw: string): string[] {
    return expandWord(raw, {
      ...this.#scope(),
      glob: pattern => this.options.files.glob(pattern, this.directory),
    });
  }

  /** One text, as in an assignment. */
  expand(raw: string): string {
    const scope = { ...this.#scope(), isWhole: true };
    return expandWord(raw, scope).join(' ');
  }

  path(path: string): string {
    return posix.resolve(this.directory, path);
  }

  #scope(): ShellScope {
    return {
      get: name => this.variables.get(name),
      arguments: this.arguments,
      substitute: command => this.#substitute(command),
    };
  }

  /** The output of `$(…)`. Its failure counts for nothing: the command around it has a status of its own. */
  #substitute(command: string): string {
    const before = this.stdout;
    this.stdout = '';
    this.#inCondition += 1;
    this.apart(() => this.runText(command));
    this.#inCondition -= 1;
    const text = this.stdout.replace(/\n+$/, '');
    this.stdout = before;
    return text;
  }
}
