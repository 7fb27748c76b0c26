/** A word keeps its quotes and expansions as written: they are read when the command “runs”. */
export type Token =
  | { readonly type: 'word'; readonly raw: string }
  | { readonly type: 'operator'; readonly text: string }
  /** Standard output to a file, or away. */
  | { readonly type: 'output'; readonly raw: string; readonly append: boolean }
  /** Standard input from a file or from a text; neither: from a here-document. */
  | { readonly type: 'input'; readonly raw?: string; readonly text?: string };

export class ShellSyntaxError extends Error {}

const OPERATORS = ['&&', '||', ';;', ';', '|', '&', '(', ')', '\n'];

/** Splits POSIX shell into words, operators and redirections. Comments and the text of here-documents are dropped. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const text = source.replace(/\\\r?\n/g, ' ');
  const hereDocuments: string[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const blank = /^[ \t\r]+/.exec(rest);
    if (blank) {
      at += blank[0].length;
      continue;
    }
    if (rest.startsWith('#')) {
      at += rest.split('\n', 1)[0].length;
      continue;
    }
    const redirection = /^(\d*)(<<<|<<-?|>>|>&|<&|>\||>|<|&>>?)[ \t]*/.exec(
      rest,
    );
    if (redirection && !/^[<>]\(/.test(rest)) {
      at += redirection[0].length;
      const end = wordEnd(text, at);
      const raw = text.slice(at, end);
      const [, descriptor, sign] = redirection;
      if (sign === '<<<') {
        tokens.push({ type: 'input', text: raw });
      } else if (sign.startsWith('<<')) {
        hereDocuments.push(raw.replace(/['"\\]/g, ''));
        tokens.push({ type: 'input' });
      } else if (sign === '<') {
        tokens.push({ type: 'input', raw });
      } else if (sign !== '<&' && (descriptor === '' || descriptor === '1')) {
        tokens.push({
          type: 'output',
          raw: sign === '>&' ? '/dev/stderr' : raw,
          append: sign.endsWith('>>'),
        });
      }
      at = end;
      continue;
    }
    const operator = OPERATORS.find(candidate => rest.startsWith(candidate));
    if (operator) {
      tokens.push({ type: 'operator', text: operator });
      at += operator.length;
      if (operator === '\n') {
        at = afterHereDocuments(text, at, hereDocuments.splice(0));
      }
      continue;
    }
    const end = wordEnd(text, at);
    tokens.push({ type: 'word', raw: text.slice(at, end) });
    at = end;
  }
  return tokens;
}

function afterHereDocuments(
  text: string,
  start: number,
  delimiters: readonly string[],
): number {
  let at = start;
  for (const delimiter of delimiters) {
    while (at < text.length) {
      const line = text.slice(at).split('\n', 1)[0];
      at += line.length + 1;
      if (line.trim() === delimiter) {
        break;
      }
    }
  }
  return at;
}

function wordEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && !/[\s;|&()<>]/.test(text[at])) {
    at = skipUnit(text, at);
  }
  return at;
}

/** The index after the character, quoted string or expansion that begins at `at`. */
export function skipUnit(text: string, at: number): number {
  switch (text[at]) {
    case '\\':
      return at + 2;
    case "'":
      return after(text, "'", at + 1);
    case '`':
      return after(text, '`', at + 1);
    case '"': {
      let inner = at + 1;
      while (inner < text.length && text[inner] !== '"') {
        inner = text[inner] === "'" ? inner + 1 : skipUnit(text, inner);
      }
      if (inner >= text.length) {
        throw new ShellSyntaxError('unterminated quoted string');
      }
      return inner + 1;
    }
    case '$':
      if (text[at + 1] === '(') {
        return afterNested(text, at + 2, '(', ')');
      }
      return text[at + 1] === '{'
        ? afterNested(text, at + 2, '{', '}')
        : at + 1;
    default:
      return at + 1;
  }
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  if (found === -1) {
    throw new ShellSyntaxError('unterminated quoted string');
  }
  return found + 1;
}

function afterNested(
  text: string,
  from: number,
  open: string,
  close: string,
): number {
  let depth = 1;
  let at = from;
  while (at < text.length) {
    if (text[at] === close) {
      depth -= 1;
      if (depth === 0) {
        return at + 1;
      }
      at += 1;
    } else if (text[at] === open) {
      depth += 1;
      at += 1;
    } else {
      at = skipUnit(text, at);
    }
  }
  throw new ShellSyntaxError('unterminated substitution');
}
