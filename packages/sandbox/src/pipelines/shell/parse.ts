import { ShellSyntaxError, tokenize, type Token } from './tokenize';

export type ShellNode =
  | {
      readonly type: 'command';
      readonly assignments: readonly {
        readonly name: string;
        readonly raw: string;
        /** `name+=…`. */
        readonly append: boolean;
      }[];
      readonly words: readonly string[];
    }
  | { readonly type: 'sequence'; readonly nodes: readonly ShellNode[] }
  | {
      readonly type: 'and' | 'or';
      readonly left: ShellNode;
      readonly right: ShellNode;
    }
  | { readonly type: 'pipe'; readonly nodes: readonly ShellNode[] }
  | { readonly type: 'not'; readonly node: ShellNode }
  | { readonly type: 'subshell'; readonly body: ShellNode }
  | {
      readonly type: 'function';
      readonly name: string;
      readonly body: ShellNode;
    }
  | {
      readonly type: 'if';
      readonly condition: ShellNode;
      readonly then: ShellNode;
      readonly otherwise?: ShellNode;
    }
  | {
      readonly type: 'for';
      readonly variable: string;
      readonly values: readonly string[];
      readonly body: ShellNode;
    }
  | {
      readonly type: 'while';
      readonly condition: ShellNode;
      /** `until`. */
      readonly negated: boolean;
      readonly body: ShellNode;
    }
  | {
      readonly type: 'case';
      readonly word: string;
      readonly branches: readonly {
        readonly patterns: readonly string[];
        readonly body: ShellNode;
      }[];
    }
  | ({ readonly type: 'redirected'; readonly body: ShellNode } & Redirection);

export interface Redirection {
  readonly output?: { readonly raw: string; readonly append: boolean };
  /** `raw` is a file and `text` what stands after `<<<`; neither: a here-document. */
  readonly input?: { readonly raw?: string; readonly text?: string };
}

class Parser {
  #at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  expectEnd(): void {
    if (this.#at < this.tokens.length) {
      throw new ShellSyntaxError('unexpected token');
    }
  }

  sequence(until: readonly string[]): ShellNode {
    const nodes: ShellNode[] = [];
    for (;;) {
      while (this.#takeOperator('\n', ';', '&')) {
        // separators without a command between them
      }
      const token = this.tokens[this.#at];
      if (!token || (token.type === 'word' && until.includes(token.raw))) {
        break;
      }
      if (token.type === 'operator' && [')', ';;'].includes(token.text)) {
        break;
      }
      nodes.push(this.#andOr());
    }
    return nodes.length === 1 ? nodes[0] : { type: 'sequence', nodes };
  }

  #andOr(): ShellNode {
    let left = this.#pipe();
    for (;;) {
      const operator = this.#takeOperator('&&', '||');
      if (!operator) {
        return left;
      }
      this.#skipLines();
      left = {
        type: operator === '&&' ? 'and' : 'or',
        left,
        right: this.#pipe(),
      };
    }
  }

  #pipe(): ShellNode {
    if (this.#takeWord('!')) {
      return { type: 'not', node: this.#pipe() };
    }
    const nodes = [this.#command()];
    while (this.#takeOperator('|')) {
      this.#skipLines();
      nodes.push(this.#command());
    }
    return nodes.length === 1 ? nodes[0] : { type: 'pipe', nodes };
  }

  #command(): ShellNode {
    const redirections: Redirection[] = [];
    const body = this.#compound() ?? this.#simple(redirections);
    this.#takeRedirections(redirections);
    return redirections.length === 0
      ? body
      : { type: 'redirected', body, ...Object.assign({}, ...redirections) };
  }

  #compound(): ShellNode | undefined {
    if (this.#takeOperator('(')) {
      const body = this.sequence([]);
      this.#expectOperator(')');
      return { type: 'subshell', body };
    }
    if (this.#takeWord('{')) {
      const body = this.sequence(['}']);
      this.#expectWord('}');
      return body;
    }
    if (this.#takeWord('if')) {
      return this.#if();
    }
    if (this.#takeWord('for')) {
      return this.#for();
    }
    const isWhile = this.#takeWord('while');
    if (isWhile || this.#takeWord('until')) {
      const condition = this.sequence(['do']);
      return {
        type: 'while',
        condition,
        negated: !isWhile,
        body: this.#doDone(),
      };
    }
    return this.#takeWord('case') ? this.#case() : undefined;
  }

  #simple(redirections: Redirection[]): ShellNode {
    const words = this.#words(redirections);
    if (words[0] === 'function' && words[1]) {
      this.#emptyParentheses();
      return this.#function(words[1]);
    }
    if (words.length === 1 && this.#emptyParentheses()) {
      return this.#function(words[0]);
    }
    if (words.length === 0 && redirections.length === 0) {
      throw new ShellSyntaxError('command expected');
    }
    const first = words.findIndex(word => !/^\w+\+?=/.test(word));
    const split = first === -1 ? words.length : first;
    return {
      type: 'command',
      assignments: words.slice(0, split).map(word => ({
        name: word.slice(0, word.indexOf('=')).replace(/\+$/, ''),
        raw: word.slice(word.indexOf('=') + 1),
        append: word[word.indexOf('=') - 1] === '+',
      })),
      words: words.slice(split),
    };
  }

  #function(name: string): ShellNode {
    this.#skipLines();
    return { type: 'function', name, body: this.#command() };
  }

  #if(): ShellNode {
    const condition = this.sequence(['then']);
    this.#expectWord('then');
    const then = this.sequence(['elif', 'else', 'fi']);
    if (this.#takeWord('elif')) {
      return { type: 'if', condition, then, otherwise: this.#if() };
    }
    const otherwise = this.#takeWord('else')
      ? this.sequence(['fi'])
      : undefined;
    this.#expectWord('fi');
    return { type: 'if', condition, then, otherwise };
  }

  #for(): ShellNode {
    const [variable = '', keyword, ...values] = this.#words();
    this.#takeOperator(';', '\n');
    this.#skipLines();
    return {
      type: 'for',
      variable,
      values: keyword === 'in' ? values : ['"$@"'],
      body: this.#doDone(),
    };
  }

  #doDone(): ShellNode {
    this.#expectWord('do');
    const body = this.sequence(['done']);
    this.#expectWord('done');
    return body;
  }

  #case(): ShellNode {
    const word = this.#word();
    this.#skipLines();
    this.#expectWord('in');
    this.#skipLines();
    const branches: { patterns: string[]; body: ShellNode }[] = [];
    while (!this.#takeWord('esac')) {
      this.#takeOperator('(');
      const patterns = [this.#word()];
      while (this.#takeOperator('|')) {
        patterns.push(this.#word());
      }
      this.#expectOperator(')');
      branches.push({ patterns, body: this.sequence(['esac']) });
      this.#takeOperator(';;');
      this.#skipLines();
    }
    return { type: 'case', word, branches };
  }

  #word(): string {
    const token = this.tokens[this.#at];
    if (token?.type !== 'word') {
      throw new ShellSyntaxError('word expected');
    }
    this.#at += 1;
    return token.raw;
  }

  #words(redirections: Redirection[] = []): string[] {
    const words: string[] = [];
    for (;;) {
      this.#takeRedirections(redirections);
      const token = this.tokens[this.#at];
      if (token?.type !== 'word') {
        return words;
      }
      words.push(token.raw);
      this.#at += 1;
    }
  }

  #takeRedirections(into: Redirection[]): void {
    for (;;) {
      const token = this.tokens[this.#at];
      if (token?.type === 'output') {
        into.push({ output: { raw: token.raw, append: token.append } });
      } else if (token?.type === 'input') {
        into.push({ input: { raw: token.raw, text: token.text } });
      } else {
        return;
      }
      this.#at += 1;
    }
  }

  #emptyParentheses(): boolean {
    const [open, close] = this.tokens.slice(this.#at, this.#at + 2);
    const isPair =
      open?.type === 'operator' &&
      open.text === '(' &&
      close?.type === 'operator' &&
      close.text === ')';
    this.#at += isPair ? 2 : 0;
    return isPair;
  }

  #skipLines(): void {
    while (this.#takeOperator('\n')) {
      // blank lines
    }
  }

  #takeOperator(...texts: string[]): string | undefined {
    const token = this.tokens[this.#at];
    if (token?.type !== 'operator' || !texts.includes(token.text)) {
      return undefined;
    }
    this.#at += 1;
    return token.text;
  }

  #takeWord(word: string): boolean {
    const token = this.tokens[this.#at];
    const found = token?.type === 'word' && token.raw === word;
    this.#at += found ? 1 : 0;
    return found;
  }

  #expectOperator(text: string): void {
    if (!this.#takeOperator(text)) {
      throw new ShellSyntaxError(`${text} expected`);
    }
  }

  #expectWord(word: string): void {
    if (!this.#takeWord(word)) {
      throw new ShellSyntaxError(`${word} expected`);
    }
  }
}

/** Reads the part of POSIX shell that CI scripts use. Throws `ShellSyntaxError`. */
export function parseShell(source: string): ShellNode {
  const parser = new Parser(tokenize(source));
  const node = parser.sequence([]);
  parser.expectEnd();
  return node;
}
