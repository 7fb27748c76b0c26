import type { JobEffect, OutsideWorld } from './model';
import type { RepositoryFiles } from './ScriptFiles';
import { ScriptReader } from './ScriptReader';

export interface ScriptContext {
  readonly variables: Readonly<Record<string, string>>;
  readonly sha: string;
  readonly branch: string;
  readonly now: Date;
  /** The full path of the project that a clone URL names, when it is one of this sandbox. */
  readonly repositoryOfUrl: (url: string) => string | undefined;
  /** Where the repository is checked out; default: `CI_PROJECT_DIR`. */
  readonly root?: string;
  /** Where the script begins, relative to the root of the repository. */
  readonly directory?: string;
  /** What scripts of the repository say, and which files are there. */
  readonly files?: RepositoryFiles;
  /** What commands hear when they ask whether something is there; absent: nobody knows. */
  readonly world?: OutsideWorld;
}

export interface RecognisedScript {
  readonly effects: readonly JobEffect[];
  /** One entry for each line of the script: the line, and what the sandbox made of it. */
  readonly lines: readonly {
    readonly line: string;
    readonly notes: readonly string[];
  }[];
  /** True when the script certainly ends with an error; its effects are those before. */
  readonly failed: boolean;
  /** By absolute path, what the script wrote with `>` and `>>`. */
  readonly written: ReadonlyMap<string, string>;
  /** Files of the repository without which the rest is a guess: read them and ask again. */
  readonly wanted: readonly string[];
}

/**
 * Reads a job's script for what it would do to Git, to image registries and to the parameter store. Nothing is run: the shell is
 * followed as far as variables, functions, scripts of the repository and conditions go, and what cannot be known is taken for possible.
 */
export function recogniseScript(
  script: readonly string[],
  context: ScriptContext,
): RecognisedScript {
  const reader = new ScriptReader(context);
  const lines = script.map(line => ({ line, notes: reader.read(line) }));
  return {
    effects: reader.tools.effects,
    lines,
    failed: reader.failed,
    written: reader.files.written,
    wanted: [...reader.files.wanted],
  };
}
