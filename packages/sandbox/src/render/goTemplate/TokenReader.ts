import { problem, tokenize, type Token } from './tokenize';
import type { TemplateError } from './TemplateError';

/** The tokens of one file, one after the other, and the variables that are known where the reader stands. */
export class TokenReader {
  readonly #tokens: readonly Token[];
  #next = 0;
  /** Names of the variables in scope, innermost last. */
  variables: readonly string[] = ['$'];

  constructor(
    readonly name: string,
    readonly source: string,
  ) {
    this.#tokens = tokenize(source, name);
  }

  peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  /** The next tokens that are no space. */
  ahead(count: number): readonly Token[] {
    return this.#tokens
      .slice(this.#next, this.#next + 2 * count + 1)
      .filter(({ type }) => type !== 'space')
      .slice(0, count);
  }

  take(): Token | undefined {
    this.#next += 1;
    return this.#tokens[this.#next - 1];
  }

  /** The token that was taken last. */
  last(): Token | undefined {
    return this.#tokens[this.#next - 1];
  }

  skipSpace(): void {
    while (this.peek()?.type === 'space') {
      this.#next += 1;
    }
  }

  checkVariable(name: string, at: number): void {
    if (!this.variables.includes(name)) {
      throw this.problem(`undefined variable "${name}"`, at);
    }
  }

  problem(message: string, at = this.source.length): TemplateError {
    return problem(this.source, this.name, at, message);
  }

  unexpected(token: Token | undefined, context: string): TemplateError {
    const what = token ? JSON.stringify(token.text) : 'EOF';
    return this.problem(`unexpected ${what} in ${context}`, token?.at);
  }
}
