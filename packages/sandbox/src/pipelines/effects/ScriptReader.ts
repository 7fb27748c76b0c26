import { posix } from 'node:path';
import { showUnknown } from '../shell/unknownText';
import type { ScriptContext } from './recogniseScript';
import { ScriptFiles } from './ScriptFiles';
import { Shell } from './Shell';
import { ToolBench } from './ToolBench';

const PROJECT_DIR = '/builds/project';

/** Reads the lines of a job's script one after the other, as one shell would. */
export class ScriptReader {
  readonly tools: ToolBench;
  readonly files: ScriptFiles;
  readonly #shell: Shell;
  #notes: string[] = [];
  #ended: 'no' | 'ok' | 'failed' = 'no';

  constructor(context: ScriptContext) {
    const { variables, now, directory = '.' } = context;
    const root = context.root ?? variables.CI_PROJECT_DIR ?? PROJECT_DIR;
    const note = (text: string) => {
      if (!this.#notes.includes(text)) {
        this.#notes.push(text);
      }
    };
    this.files = new ScriptFiles(root, context.files);
    this.tools = new ToolBench({ ...context, root, note });
    this.#shell = new Shell({
      root,
      directory: posix.resolve(root, directory),
      variables,
      now,
      files: this.files,
      tools: this.tools,
      note,
    });
  }

  /** True when the script would certainly end with an error. */
  get failed(): boolean {
    return this.#ended === 'failed';
  }

  /** What was made of the line, for people. */
  read(line: string): readonly string[] {
    if (this.#ended !== 'no') {
      return ['not reached'];
    }
    this.#notes = [];
    this.#shell.stdout = '';
    const { flow, status } = this.#shell.runText(line);
    if (flow === 'exit') {
      this.#ended = status === 'failed' ? 'failed' : 'ok';
    }
    return this.#notes.map(showUnknown);
  }
}
