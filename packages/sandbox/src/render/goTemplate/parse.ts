import { readCharacter, readNumber, readString } from './literals';
import type { Command, Node, Operand, Pipeline, Template } from './syntax';
import { problem, tokenize, type Token } from './tokenize';
import type { TemplateError } from './TemplateError';

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
  readonly #tokens: readonly Token[];
  readonly #defined: Template[] = [];
  #next = 0;
  /** Names of the variables in scope, innermost last. */
  #variables: string[] = ['$'];
  #loops = 0;

  constructor(
    private readonly name: string,
    private readonly source: string,
    private readonly isFunction: (name: string) => boolean,
  ) {
    this.#tokens = tokenize(source, name);
  }

  file(): readonly Template[] {
    const { nodes, stop } = this.#nodes();
    if (stop) {
      throw this.#problem(`unexpected {{${stop.word}}}`, stop.at);
    }
    return [this.#template(this.name, nodes), ...this.#defined];
  }

  #template(name: string, nodes: readonly Node[]): Template {
    return { name, file: this.name, source: this.source, nodes };
  }

  /** Nodes up to `{{else}}` or `{{end}}`, or to the end of the file. */
  #nodes(): {
    readonly nodes: readonly Node[];
    readonly stop?: { readonly word: 'else' | 'end'; readonly at: number };
  } {
    const nodes: Node[] = [];
    for (let token = this.#take(); token; token = this.#take()) {
      if (token.type === 'text') {
        nodes.push({ type: 'text', text: token.text });
        continue;
      }
      this.#skipSpace();
      const word = this.#peek();
      if (word?.type !== 'word' || !keywords.has(word.text)) {
        nodes.push({ type: 'action', pipeline: this.#pipelineTo('command') });
        continue;
      }
      this.#take();
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
          throw this.#problem(`{{${word.text}}} outside {{range}}`, word.at);
        }
        this.#close();
        return [{ type: word.text === 'break' ? 'break' : 'continue' }];
      }
    }
  }

  #control(type: 'if' | 'with' | 'range', at: number): Node {
    const scope = [...this.#variables];
    const pipeline = this.#pipelineTo(type);
    this.#loops += type === 'range' ? 1 : 0;
    const { nodes: body, stop } = this.#nodes();
    this.#loops -= type === 'range' ? 1 : 0;
    const otherwise = stop?.word === 'else' ? this.#otherwise(type, at) : [];
    if (!stop) {
      throw this.#problem(`unclosed {{${type}}}`, at);
    }
    this.#variables = scope;
    if (stop.word === 'end') {
      this.#close();
    }
    return { type, pipeline, body, otherwise };
  }

  /** After `{{else`: `{{else if …}}` and `{{else with …}}` share the `{{end}}` of the first. */
  #otherwise(type: 'if' | 'with' | 'range', at: number): readonly Node[] {
    this.#skipSpace();
    const word = this.#peek();
    if (word?.type === 'word' && word.text === type && type !== 'range') {
      this.#take();
      return [this.#control(type, word.at)];
    }
    this.#close();
    const { nodes, stop } = this.#nodes();
    if (stop?.word !== 'end') {
      throw this.#problem(
        stop ? 'expected end; found {{else}}' : `unclosed {{${type}}}`,
        stop?.at ?? at,
      );
    }
    this.#close();
    return nodes;
  }

  #define(word: Token): void {
    this.#skipSpace();
    const name = this.#string('define');
    this.#close();
    this.#defineBody(name, word.at);
  }

  #defineBody(name: string, at: number): void {
    const scope = this.#variables;
    const loops = this.#loops;
    this.#variables = ['$'];
    this.#loops = 0;
    const { nodes, stop } = this.#nodes();
    if (stop?.word !== 'end') {
      throw this.#problem(`unclosed {{define "${name}"}}`, at);
    }
    this.#close();
    this.#variables = scope;
    this.#loops = loops;
    this.#defined.push(this.#template(name, nodes));
  }

  #call(word: Token): Node {
    this.#skipSpace();
    const name = this.#string(word.text);
    this.#skipSpace();
    const token = this.#peek();
    const pipeline =
      token?.type === 'close' ? undefined : this.#pipelineTo('template');
    if (!pipeline) {
      this.#close();
    }
    const end = pipeline?.span.end ?? word.at + word.text.length;
    return { type: 'template', name, pipeline, span: { start: word.at, end } };
  }

  #string(context: string): string {
    const token = this.#take();
    if (token?.type !== 'string') {
      throw this.#problem(
        `unexpected ${describe(token)} in ${context} clause`,
        token?.at,
      );
    }
    return readString(token.text);
  }

  #close(): void {
    this.#skipSpace();
    const token = this.#take();
    if (token?.type !== 'close') {
      throw this.#problem(
        `unexpected ${describe(token)} in end of action`,
        token?.at,
      );
    }
  }

  /** A pipeline up to the end of its action. */
  #pipelineTo(context: string): Pipeline {
    const pipeline = this.#pipeline(context, 'close');
    this.#take();
    return pipeline;
  }

  #pipeline(context: string, end: 'close' | ')'): Pipeline {
    this.#skipSpace();
    const start = this.#peek()?.at ?? this.source.length;
    const { variables, assigns } = this.#declaration(context);
    const commands: Command[] = [];
    for (;;) {
      commands.push(this.#command(context));
      const token = this.#peek();
      const ended =
        token && (end === ')' ? token.text === ')' : token.type === 'close');
      if (ended) {
        const last = this.source.slice(start, token.at).trimEnd().length;
        if (!assigns) {
          this.#variables.push(...variables);
        }
        return {
          variables,
          assigns,
          commands,
          span: { start, end: start + last },
        };
      }
      if (token?.text !== '|') {
        throw this.#problem(
          `unexpected ${describe(token)} in ${context}`,
          token?.at ?? start,
        );
      }
      this.#take();
      this.#skipSpace();
    }
  }

  #declaration(context: string): Pick<Pipeline, 'variables' | 'assigns'> {
    const ahead = this.#tokens
      .slice(this.#next, this.#next + 9)
      .filter(({ type }) => type !== 'space');
    const [first, second, third, fourth] = ahead;
    const sign = (token?: Token) => token?.text === ':=' || token?.text === '=';
    if (first?.type !== 'variable') {
      return { variables: [], assigns: false };
    }
    const pair =
      context === 'range' &&
      second?.text === ',' &&
      third?.type === 'variable' &&
      sign(fourth);
    if (!pair && !sign(second)) {
      return { variables: [], assigns: false };
    }
    const names = pair ? [first.text, third.text] : [first.text];
    const last = pair ? fourth : second;
    while (this.#take() !== last) {
      // the declaration is known already
    }
    this.#skipSpace();
    const assigns = last?.text === '=';
    if (assigns) {
      names.forEach(name => this.#checkVariable(name, first.at));
    }
    return { variables: names, assigns };
  }

  #command(context: string): Command {
    const operands: Operand[] = [];
    for (;;) {
      this.#skipSpace();
      const operand = this.#operand();
      if (!operand) {
        break;
      }
      operands.push(operand);
      const after = this.#peek();
      if (
        after &&
        !['space', 'close'].includes(after.type) &&
        after.text !== '|' &&
        after.text !== ')'
      ) {
        throw this.#problem(
          `unexpected ${describe(after)} in operand`,
          after.at,
        );
      }
    }
    const [first, ...rest] = operands;
    if (!first) {
      throw this.#problem(`missing value for ${context}`, this.#peek()?.at);
    }
    return { operands: [first, ...rest] };
  }

  #operand(): Operand | undefined {
    const token = this.#peek();
    if (
      !token ||
      token.type === 'close' ||
      token.text === '|' ||
      token.text === ')'
    ) {
      return undefined;
    }
    this.#take();
    const start = token.at;
    const base = this.#term(token);
    const path: string[] = base.type === 'field' ? [...base.path] : [];
    for (let next = this.#peek(); next?.type === 'field'; next = this.#peek()) {
      if (
        base.type === 'literal' ||
        base.type === 'nil' ||
        base.type === 'dot'
      ) {
        throw this.#problem(
          `unexpected . after term ${JSON.stringify(token.text)}`,
          next.at,
        );
      }
      path.push(next.text.slice(1));
      this.#take();
    }
    const last = this.#tokens[this.#next - 1] ?? token;
    const span = { start, end: last.at + last.text.length };
    switch (base.type) {
      case 'field':
      case 'variable':
      case 'pipeline':
        return { ...base, path, span };
      case 'function':
        return path.length === 0
          ? { ...base, span }
          : {
              type: 'pipeline',
              path,
              span,
              pipeline: {
                variables: [],
                assigns: false,
                commands: [{ operands: [base] }],
                span,
              },
            };
      default:
        return { ...base, span };
    }
  }

  #term(token: Token): Operand {
    const span = { start: token.at, end: token.at + token.text.length };
    switch (token.type) {
      case 'dot':
        return { type: 'dot', span };
      case 'field':
        return { type: 'field', path: [token.text.slice(1)], span };
      case 'variable':
        this.#checkVariable(token.text, token.at);
        return { type: 'variable', name: token.text, path: [], span };
      case 'string':
        return { type: 'literal', value: readString(token.text), span };
      case 'char':
        return { type: 'literal', value: readCharacter(token.text), span };
      case 'number':
        return { type: 'literal', value: readNumber(token.text), span };
      case 'word':
        return this.#word(token);
      default:
        break;
    }
    if (token.text !== '(') {
      throw this.#problem(`unexpected ${describe(token)} in operand`, token.at);
    }
    const pipeline = this.#pipeline('parenthesized pipeline', ')');
    this.#take();
    return { type: 'pipeline', pipeline, path: [], span };
  }

  #word(token: Token): Operand {
    const span = { start: token.at, end: token.at + token.text.length };
    switch (token.text) {
      case 'true':
      case 'false':
        return { type: 'literal', value: token.text === 'true', span };
      case 'nil':
        return { type: 'nil', span };
      default:
        break;
    }
    if (!this.isFunction(token.text)) {
      throw this.#problem(`function "${token.text}" not defined`, token.at);
    }
    return { type: 'function', name: token.text, span };
  }

  #checkVariable(name: string, at: number): void {
    if (!this.#variables.includes(name)) {
      throw this.#problem(`undefined variable "${name}"`, at);
    }
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #take(): Token | undefined {
    this.#next += 1;
    return this.#tokens[this.#next - 1];
  }

  #skipSpace(): void {
    while (this.#peek()?.type === 'space') {
      this.#next += 1;
    }
  }

  #problem(message: string, at = this.source.length): TemplateError {
    return problem(this.source, this.name, at, message);
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
  return new Parser(file, source, isFunction).file();
}

function describe(token: Token | undefined): string {
  return token ? JSON.stringify(token.text) : 'EOF';
}
