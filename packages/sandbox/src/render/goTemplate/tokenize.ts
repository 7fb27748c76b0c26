import { TemplateError } from './TemplateError';

/** A piece of an action, with its place in the source. */
export interface Token {
  readonly type:
    | 'text'
    | 'open'
    | 'close'
    | 'space'
    | 'word'
    | 'field'
    | 'variable'
    | 'dot'
    | 'string'
    | 'number'
    | 'char'
    | 'symbol';
  /** Source text; for `text` what remains after trimming. */
  readonly text: string;
  readonly at: number;
}

const patterns: readonly (readonly [Token['type'], RegExp])[] = [
  ['space', /[ \t\r\n]+/y],
  ['string', /"(?:[^"\\\n]|\\[^\n])*"|`[^`]*`/y],
  ['char', /'(?:[^'\\\n]|\\[^\n])+'/y],
  [
    'number',
    /[+-]?(?:0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|\d[\d_]*(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)/y,
  ],
  ['field', /\.[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['variable', /\$(?:[\p{L}_][\p{L}\p{Nd}_]*)?/uy],
  ['word', /[\p{L}_][\p{L}\p{Nd}_]*/uy],
  ['dot', /\./y],
  ['symbol', /:=|[=|(),]/y],
];

const trimmedComment = /\{\{-?\s*\/\*/y;

/** Splits a template into text and the pieces of its actions; `{{-` and `-}}` have already taken their white space. */
export function tokenize(source: string, name: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  let trimNext = false;
  while (position < source.length) {
    const open = source.indexOf('{{', position);
    const end = open < 0 ? source.length : open;
    const trimsLeft =
      open >= 0 && /^-[ \t\r\n]/.test(source.slice(open + 2, open + 4));
    let text = source.slice(position, end);
    text = trimNext ? text.replace(/^[ \t\r\n]+/, '') : text;
    text = trimsLeft ? text.replace(/[ \t\r\n]+$/, '') : text;
    if (text !== '') {
      tokens.push({ type: 'text', text, at: position });
    }
    if (open < 0) {
      break;
    }
    const skipped = skipComment(source, open, name);
    if (skipped) {
      ({ end: position, trimNext } = skipped);
      continue;
    }
    tokens.push({ type: 'open', text: '{{', at: open });
    ({ end: position, trimNext } = tokenizeAction(
      source,
      open + (trimsLeft ? 3 : 2),
      name,
      tokens,
    ));
  }
  return tokens;
}

function skipComment(
  source: string,
  open: number,
  name: string,
): { readonly end: number; readonly trimNext: boolean } | undefined {
  trimmedComment.lastIndex = open;
  if (!trimmedComment.test(source)) {
    return undefined;
  }
  const close = source.indexOf('*/', open);
  const rest = /^(?:\}\}|[ \t\r\n]-\}\})/.exec(source.slice(close + 2));
  if (close < 0 || !rest) {
    throw problem(
      source,
      name,
      open,
      close < 0 ? 'unclosed comment' : 'comment ends before closing delimiter',
    );
  }
  return { end: close + 2 + rest[0].length, trimNext: rest[0].includes('-') };
}

function tokenizeAction(
  source: string,
  start: number,
  name: string,
  tokens: Token[],
): { readonly end: number; readonly trimNext: boolean } {
  let position = start;
  while (position < source.length) {
    const close = /^(?:\}\}|[ \t\r\n]+-\}\})/.exec(
      source.slice(position, position + 200),
    );
    if (close) {
      tokens.push({ type: 'close', text: '}}', at: position });
      return {
        end: position + close[0].length,
        trimNext: close[0] !== '}}',
      };
    }
    const token = nextToken(source, position);
    if (!token) {
      throw problem(
        source,
        name,
        position,
        /["'`]/.test(source.charAt(position))
          ? 'unterminated quoted string'
          : `unexpected ${JSON.stringify(source.charAt(position))} in action`,
      );
    }
    tokens.push(token);
    position += token.text.length;
  }
  throw problem(source, name, start, 'unclosed action');
}

function nextToken(source: string, at: number): Token | undefined {
  for (const [type, pattern] of patterns) {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found) {
      return { type, text: found[0], at };
    }
  }
  return undefined;
}

/** An error at a place, with file and line. */
export function problem(
  source: string,
  name: string,
  at: number,
  message: string,
): TemplateError {
  return new TemplateError(
    `parse error at (${name}:${lineOf(source, at)}): ${message}`,
  );
}

/** Line of a position, from 1. */
export function lineOf(source: string, at: number): number {
  return source.slice(0, at).split('\n').length;
}
