import { readString } from './literals';
import { PipelineParser } from './parsePipeline';
import type { Node, Pipeline, Template } from './syntax';
import type { Token } from './tokenize';
import { TokenReader } from './TokenReader';

const keywords = new Set([
  'if',
  'else',
  'end',
  'range',
  'with',
  'define',
  'template',
  'block',
  'break',
  'continue',
]);

class Parser {
  readonly #defined: Template[] = [];
  #loops = 0;

  readonly #pipelines: PipelineParser;

  constructor(
    private readonly reader: TokenReader,
    isFunction: (name: string) => boolean,
  ) {
    this.#pipelines = new PipelineParser(reader, isFunction);
  }

  file(): readonly Template[] {
    const { nodes, stop } = this.#nodes();
    if (stop) {
      throw this.reader.problem(`unexpected {{${stop.word}}}`, stop.at);
    }
    return [this.#template(this.reader.name, nodes), ...this.#defined];
  }

  #template(name: string, nodes: readonly Node[]): Template {
    return { name, file: this.reader.name, source: this.reader.source, nodes };
  }

  /** Nodes up to `{{else}}` or `{{end}}`, or to the end of the file. */
  #nodes(): {
    readonly nodes: readonly Node[];
    readonly stop?: { readonly word: 'else' | 'end'; readonly at: number };
  } {
    const nodes: Node[] = [];
    for (let token = this.reader.take(); token; token = this.reader.take()) {
      if (token.type === 'text') {
        nodes.push({ type: 'text', text: token.text });
        continue;
      }
      this.reader.skipSpace();
      const word = this.reader.peek();
      if (word?.type !== 'word' || !keywords.has(word.text)) {
        nodes.push({ type: 'action', pipeline: this.#pipelineTo('command') });
        continue;
      }
      this.reader.take();
      if (word.text === 'else' || word.text === 'end') {
        return { nodes, stop: { word: word.text, at: word.at } };
      }
      nodes.push(...this.#keyword(word));
    }
    return { nodes };
  }

  #keyword(word: Token): readonly Node[] {
    switch (word.text) {
      case 'if':
      case 'with':
      case 'range':
        return [this.#control(word.text, word.at)];
      case 'define':
        this.#define(word);
        return [];
      case 'template':
        return [this.#call(word)];
      case 'block': {
        const call = this.#call(word);
        this.#defineBody(call.type === 'template' ? call.name : '', word.at);
        return [call];
      }
      default: {
        if (this.#loops === 0) {
          throw this.reader.problem(
            `{{${word.text}}} outside {{range}}`,
            word.at,
          );
        }
        this.#close();
        return [{ type: word.text === 'break' ? 'break' : 'continue' }];
      }
    }
  }

  #control(type: 'if' | 'with' | 'range', at: number): Node {
    const scope = this.reader.variables;
    const pipeline = this.#pipelineTo(type);
    this.#loops += type === 'range' ? 1 : 0;
    const { nodes: body, stop } = this.#nodes();
    this.#loops -= type === 'range' ? 1 : 0;
    const otherwise = stop?.word === 'else' ? this.#otherwise(type, at) : [];
    if (!stop) {
      throw this.reader.problem(`unclosed {{${type}}}`, at);
    }
    this.reader.variables = scope;
    if (stop.word === 'end') {
      this.#close();
    }
    return { type, pipeline, body, otherwise };
  }

  /** After `{{else`: `{{else if …}}` and `{{else with …}}` share the `{{end}}` of the first. */
  #otherwise(type: 'if' | 'with' | 'range', at: number): readonly Node[] {
    this.reader.skipSpace();
    const word = this.reader.peek();
    if (word?.type === 'word' && word.text === type && type !== 'range') {
      this.reader.take();
      return [this.#control(type, word.at)];
    }
    this.#close();
    const { nodes, stop } = this.#nodes();
    if (stop?.word !== 'end') {
      throw this.reader.problem(
        stop ? 'expected end; found {{else}}' : `unclosed {{${type}}}`,
        stop?.at ?? at,
      );
    }
    this.#close();
    return nodes;
  }

  #define(word: Token): void {
    this.reader.skipSpace();
    const name = this.#string('define');
    this.#close();
    this.#defineBody(name, word.at);
  }

  #defineBody(name: string, at: number): void {
    const scope = this.reader.variables;
    const loops = this.#loops;
    this.reader.variables = ['$'];
    this.#loops = 0;
    const { nodes, stop } = this.#nodes();
    if (stop?.word !== 'end') {
      throw this.reader.problem(`unclosed {{define "${name}"}}`, at);
    }
    this.#close();
    this.reader.variables = scope;
    this.#loops = loops;
    this.#defined.push(this.#template(name, nodes));
  }

  #call(word: Token): Node {
    this.reader.skipSpace();
    const name = this.#string(word.text);
    this.reader.skipSpace();
    const token = this.reader.peek();
    const pipeline =
      token?.type === 'close' ? undefined : this.#pipelineTo('template');
    if (!pipeline) {
      this.#close();
    }
    const end = pipeline?.span.end ?? word.at + word.text.length;
    return { type: 'template', name, pipeline, span: { start: word.at, end } };
  }

  #string(context: string): string {
    const token = this.reader.take();
    if (token?.type !== 'string') {
      throw this.reader.unexpected(token, `${context} clause`);
    }
    return readString(token.text);
  }

  #close(): void {
    this.reader.skipSpace();
    const token = this.reader.take();
    if (token?.type !== 'close') {
      throw this.reader.unexpected(token, 'end of action');
    }
  }

  /** A pipeline up to the end of its action. */
  #pipelineTo(context: string): Pipeline {
    const pipeline = this.#pipelines.pipeline(context, 'close');
    this.reader.take();
    return pipeline;
  }
}

/**
 * Reads one file: the file itself is the first template of the answer, then come those that it defines. `isFunction` tells which
 * words are functions; another one is an error here already, as in Go.
 */
export function parseTemplate(
  file: string,
  source: string,
  isFunction: (name: string) => boolean,
): readonly Template[] {
  return new Parser(new TokenReader(file, source), isFunction).file();
}
