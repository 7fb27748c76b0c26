import { isKnown, UNKNOWN } from '../shell/unknownText';
import { gitOutput } from './gitOutput';
import type { JobEffect, OutsideWorld } from './model';
import type { Status } from './outcome';
import { readGitCommand } from './readGitCommand';
import { recogniseAws, type AwsCommand } from './recogniseAws';
import { recogniseCommand } from './recogniseCommand';
import { Workspace } from './Workspace';

export interface ToolBenchOptions {
  readonly root: string;
  readonly sha: string;
  readonly branch: string;
  readonly repositoryOfUrl: (url: string) => string | undefined;
  readonly world?: OutsideWorld;
  readonly note: (text: string) => void;
}

/** How a program ends, and what it prints. */
export interface ToolResult {
  readonly status: Status;
  readonly output: string;
}

/** Where a program runs. */
export interface ToolPlace {
  readonly directory: string;
  readonly variable: (name: string) => string | undefined;
}

/** The programs that release something: what they would do is kept as effects, in their order. */
export class ToolBench {
  readonly #options: ToolBenchOptions;
  readonly #workspace: Workspace;

  constructor(options: ToolBenchOptions) {
    this.#options = options;
    this.#workspace = new Workspace(options);
  }

  get effects(): readonly JobEffect[] {
    return this.#workspace.effects;
  }

  use(argv: readonly string[], place: ToolPlace): ToolResult {
    const [program, ...args] = argv;
    if (program === 'git') {
      const command = readGitCommand(args);
      return {
        status: this.#workspace.git(place.directory, command),
        output: gitOutput(args, {
          ...this.#options,
          isClean: this.#workspace.isClean(place.directory),
        }),
      };
    }
    const answer = this.#options.world?.answer?.(argv);
    if (answer !== undefined) {
      return { status: 'ok', output: answer };
    }
    const status =
      program === 'aws' ? this.#aws(args) : this.#tool(argv, place);
    return { status, output: UNKNOWN };
  }

  #tool(argv: readonly string[], { directory, variable }: ToolPlace): Status {
    const found = recogniseCommand(argv, variable);
    if (!found) {
      this.#options.note(`not run: ${argv[0]}`);
      return 'unknown';
    }
    switch (found.type) {
      case 'login':
        return 'ok';
      case 'findImages':
        return this.#all(found.refs, ref => this.#hasImage(ref));
      case 'image':
        found.refs.forEach(ref => this.#workspace.pushImage(ref));
        return 'ok';
      default:
        return this.#workspace.edit(directory, found.edit, argv[0]);
    }
  }

  #aws(args: readonly string[]): Status {
    const command = recogniseAws(args);
    if (!command) {
      this.#options.note(`not run: aws ${args.slice(0, 2).join(' ')}`);
      return 'unknown';
    }
    return this.#awsStatus(command);
  }

  #awsStatus(command: AwsCommand): Status {
    const { world } = this.#options;
    const plan = (effect: JobEffect, note: string): Status => {
      this.#workspace.plan(effect, note);
      return 'ok';
    };
    switch (command.type) {
      case 'login':
        return 'ok';
      case 'findRepositories':
        return this.#all(
          command.names,
          name =>
            this.#isPlanned('imageRepository', name) ||
            world?.hasImageRepository(name),
        );
      case 'findImage': {
        const { repository, tag } = command;
        return this.#all([`${repository}:${tag}`], ref => this.#hasImage(ref));
      }
      case 'findParameter':
        return this.#all([command.name], name => this.#hasParameter(name));
      case 'createRepository': {
        const { name } = command;
        return world?.hasImageRepository(name)
          ? 'failed'
          : plan(
              { type: 'imageRepository', name },
              `creates repository ${name}`,
            );
      }
      default: {
        const { name, value, overwrite } = command;
        return !overwrite && this.#hasParameter(name)
          ? 'failed'
          : plan(
              { type: 'parameter', name, value, overwrite },
              `writes parameter ${name}`,
            );
      }
    }
  }

  #hasImage(ref: string): boolean | undefined {
    return (
      this.effects.some(
        effect => effect.type === 'image' && effect.ref === ref,
      ) || this.#options.world?.hasImage(ref)
    );
  }

  #hasParameter(name: string): boolean | undefined {
    return (
      this.#isPlanned('parameter', name) ||
      this.#options.world?.hasParameter(name)
    );
  }

  #isPlanned(type: 'imageRepository' | 'parameter', name: string): boolean {
    return this.effects.some(
      effect => effect.type === type && effect.name === name,
    );
  }

  #all(
    names: readonly string[],
    isThere: (name: string) => boolean | undefined,
  ): Status {
    if (names.length === 0 || !names.every(isKnown)) {
      return 'unknown';
    }
    const found = names.map(isThere);
    if (found.includes(undefined)) {
      return 'unknown';
    }
    return found.every(Boolean) ? 'ok' : 'failed';
  }
}
