import { readCharacter, readNumber, readString } from './literals';
import type { Command, Operand, Pipeline } from './syntax';
import type { Token } from './tokenize';
import type { TokenReader } from './TokenReader';

/** Reads pipelines: `$x := .a | f "b" (g .c)`. */
export class PipelineParser {
  constructor(
    private readonly reader: TokenReader,
    private readonly isFunction: (name: string) => boolean,
  ) {}

  /** A pipeline up to the end of its action or its parenthesis, which is left to the caller. */
  pipeline(context: string, end: 'close' | ')'): Pipeline {
    this.reader.skipSpace();
    const start = this.reader.peek()?.at ?? this.reader.source.length;
    const { variables, assigns } = this.#declaration(context);
    const commands: Command[] = [];
    for (;;) {
      commands.push(this.#command(context));
      const token = this.reader.peek();
      const ended =
        token && (end === ')' ? token.text === ')' : token.type === 'close');
      if (ended) {
        const last = this.reader.source.slice(start, token.at).trimEnd().length;
        if (!assigns) {
          this.reader.variables = [...this.reader.variables, ...variables];
        }
        return {
          variables,
          assigns,
          commands,
          span: { start, end: start + last },
        };
      }
      if (token?.text !== '|') {
        throw this.reader.unexpected(token, context);
      }
      this.reader.take();
      this.reader.skipSpace();
    }
  }

  #declaration(context: string): Pick<Pipeline, 'variables' | 'assigns'> {
    const [first, second, third, fourth] = this.reader.ahead(4);
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
    while (this.reader.take() !== last) {
      // the declaration is known already
    }
    this.reader.skipSpace();
    const assigns = last?.text === '=';
    if (assigns) {
      names.forEach(name => this.reader.checkVariable(name, first.at));
    }
    return { variables: names, assigns };
  }

  #command(context: string): Command {
    const operands: Operand[] = [];
    for (;;) {
      this.reader.skipSpace();
      const operand = this.#operand();
      if (!operand) {
        break;
      }
      operands.push(operand);
      const after = this.reader.peek();
      if (
        after &&
        !['space', 'close'].includes(after.type) &&
        after.text !== '|' &&
        after.text !== ')'
      ) {
        throw this.reader.unexpected(after, 'operand');
      }
    }
    const [first, ...rest] = operands;
    if (!first) {
      throw this.reader.problem(
        `missing value for ${context}`,
        this.reader.peek()?.at,
      );
    }
    return { operands: [first, ...rest] };
  }

  #operand(): Operand | undefined {
    const token = this.reader.peek();
    if (
      !token ||
      token.type === 'close' ||
      token.text === '|' ||
      token.text === ')'
    ) {
      return undefined;
    }
    this.reader.take();
    const start = token.at;
    const base = this.#term(token);
    const path: string[] = base.type === 'field' ? [...base.path] : [];
    for (
      let next = this.reader.peek();
      next?.type === 'field';
      next = this.reader.peek()
    ) {
      if (
        base.type === 'literal' ||
        base.type === 'nil' ||
        base.type === 'dot'
      ) {
        throw this.reader.problem(
          `unexpected . after term ${JSON.stringify(token.text)}`,
          next.at,
        );
      }
      path.push(next.text.slice(1));
      this.reader.take();
    }
    const last = this.reader.last() ?? token;
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
        this.reader.checkVariable(token.text, token.at);
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
      throw this.reader.unexpected(token, 'operand');
    }
    const pipeline = this.pipeline('parenthesized pipeline', ')');
    this.reader.take();
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
      throw this.reader.problem(
        `function "${token.text}" not defined`,
        token.at,
      );
    }
    return { type: 'function', name: token.text, span };
  }
}
