/** What GitHub would call an invalid expression. */
export class ExpressionError extends Error {}

export type Token =
  | { readonly type: 'literal'; readonly value: Literal }
  | { readonly type: 'name'; readonly text: string }
  | { readonly type: 'operator'; readonly text: string };

export type Literal = string | number | boolean | null;

const TOKEN =
  /\s*(?:('(?:[^']|'')*')|(0x[\da-fA-F]+|[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|([A-Za-z_][\w-]*)|(&&|\|\||[<>=!]=|[<>!()[\].,*]))/y;

const WORDS: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Splits the inside of `${{ }}`. Throws `ExpressionError`. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const text = source.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) {
      throw new ExpressionError(`Unexpected symbol: '${text.slice(at)}'`);
    }
    const [, quoted, number, name, operator] = found;
    if (quoted !== undefined) {
      tokens.push({
        type: 'literal',
        value: quoted.slice(1, -1).replaceAll("''", "'"),
      });
    } else if (number !== undefined) {
      tokens.push({ type: 'literal', value: Number(number) });
    } else if (name !== undefined) {
      const value = WORDS.get(name);
      tokens.push(
        value === undefined
          ? { type: 'name', text: name }
          : { type: 'literal', value },
      );
    } else {
      tokens.push({ type: 'operator', text: operator });
    }
  }
  return tokens;
}
