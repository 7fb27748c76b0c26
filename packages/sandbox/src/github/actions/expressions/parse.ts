import {
  ExpressionError,
  tokenize,
  type Literal,
  type Token,
} from './tokenize';

export type ExpressionNode =
  | { readonly type: 'literal'; readonly value: Literal }
  | { readonly type: 'context'; readonly name: string }
  | {
      readonly type: 'index';
      readonly target: ExpressionNode;
      readonly index: ExpressionNode;
    }
  /** `.*`: each of the target's values. */
  | { readonly type: 'all'; readonly target: ExpressionNode }
  | {
      readonly type: 'call';
      /** Lower case. */
      readonly name: string;
      readonly args: readonly ExpressionNode[];
    }
  | { readonly type: 'not'; readonly node: ExpressionNode }
  | {
      readonly type: 'binary';
      readonly operator: string;
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
    };

/** Weakest first. */
const LEVELS = [['||'], ['&&'], ['==', '!='], ['<', '<=', '>', '>=']];

class Parser {
  #at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  whole(): ExpressionNode {
    const node = this.#binary(0);
    if (this.#at < this.tokens.length) {
      throw new ExpressionError('Unexpected end of expression');
    }
    return node;
  }

  #binary(level: number): ExpressionNode {
    if (level === LEVELS.length) {
      return this.#unary();
    }
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = this.#take(...LEVELS[level]);
      if (!operator) {
        return left;
      }
      const right = this.#binary(level + 1);
      left = { type: 'binary', operator, left, right };
    }
  }

  #unary(): ExpressionNode {
    return this.#take('!')
      ? { type: 'not', node: this.#unary() }
      : this.#postfix(this.#primary());
  }

  #postfix(target: ExpressionNode): ExpressionNode {
    if (this.#take('[')) {
      if (this.#take('*')) {
        this.#expect(']');
        return this.#postfix({ type: 'all', target });
      }
      const index = this.#binary(0);
      this.#expect(']');
      return this.#postfix({ type: 'index', target, index });
    }
    if (this.#take('.')) {
      if (this.#take('*')) {
        return this.#postfix({ type: 'all', target });
      }
      const index: ExpressionNode = { type: 'literal', value: this.#name() };
      return this.#postfix({ type: 'index', target, index });
    }
    return target;
  }

  #primary(): ExpressionNode {
    if (this.#take('(')) {
      const node = this.#binary(0);
      this.#expect(')');
      return node;
    }
    const token = this.tokens[this.#at];
    if (token?.type === 'literal') {
      this.#at += 1;
      return token;
    }
    const name = this.#name();
    return this.#take('(')
      ? { type: 'call', name: name.toLowerCase(), args: this.#args() }
      : { type: 'context', name };
  }

  #args(): ExpressionNode[] {
    const args: ExpressionNode[] = [];
    if (this.#take(')')) {
      return args;
    }
    do {
      args.push(this.#binary(0));
    } while (this.#take(','));
    this.#expect(')');
    return args;
  }

  #name(): string {
    const token = this.tokens[this.#at];
    if (token?.type !== 'name') {
      throw new ExpressionError('A name was expected');
    }
    this.#at += 1;
    return token.text;
  }

  #take(...texts: readonly string[]): string | undefined {
    const token = this.tokens[this.#at];
    if (token?.type !== 'operator' || !texts.includes(token.text)) {
      return undefined;
    }
    this.#at += 1;
    return token.text;
  }

  #expect(text: string): void {
    if (!this.#take(text)) {
      throw new ExpressionError(`'${text}' was expected`);
    }
  }
}

/** Reads the inside of `${{ }}`. Throws `ExpressionError`. */
export function parseExpression(source: string): ExpressionNode {
  return new Parser(tokenize(source)).whole();
}

/** Whether a function of one of these names is called anywhere in it. */
export function calls(node: ExpressionNode, names: readonly string[]): boolean {
  switch (node.type) {
    case 'call':
      return (
        names.includes(node.name) || node.args.some(arg => calls(arg, names))
      );
    case 'not':
      return calls(node.node, names);
    case 'binary':
      return calls(node.left, names) || calls(node.right, names);
    case 'index':
      return calls(node.target, names) || calls(node.index, names);
    case 'all':
      return calls(node.target, names);
    default:
      return false;
  }
}
