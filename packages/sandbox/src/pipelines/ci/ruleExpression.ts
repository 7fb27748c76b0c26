import type { Variables } from './expandVariables';

/** `rules:if` of https://docs.gitlab.com/ci/jobs/job_rules/#cicd-variable-expressions. */
export type RuleExpression = (variables: Variables) => boolean;

type Value = (variables: Variables) => string | null | RegExp;

type Token =
  | { readonly type: 'operator'; readonly text: string }
  | { readonly type: 'value'; readonly value: Value };

const TOKEN =
  /\s*(?:(==|!=|=~|!~|&&|\|\||[()])|\$(\w+)|"([^"]*)"|'([^']*)'|\/((?:\\.|[^/\\])+)\/([ismu]*)|(null)\b)/y;

/** Throws `SyntaxError` for what GitLab would refuse as `invalid expression syntax`. */
export function parseRuleExpression(source: string): RuleExpression {
  const tokens = tokenize(source);
  let at = 0;
  const peek = () => tokens[at];
  const takeOperator = (...texts: string[]): string | undefined => {
    const token = peek();
    if (token?.type !== 'operator' || !texts.includes(token.text)) {
      return undefined;
    }
    at += 1;
    return token.text;
  };

  function parseOr(): RuleExpression {
    const terms = [parseAnd()];
    while (takeOperator('||')) {
      terms.push(parseAnd());
    }
    return variables => terms.some(term => term(variables));
  }
  function parseAnd(): RuleExpression {
    const terms = [parseComparison()];
    while (takeOperator('&&')) {
      terms.push(parseComparison());
    }
    return variables => terms.every(term => term(variables));
  }
  function parseValue(): Value {
    const token = peek();
    if (token?.type !== 'value') {
      throw new SyntaxError('invalid expression syntax');
    }
    at += 1;
    return token.value;
  }
  function parseComparison(): RuleExpression {
    if (takeOperator('(')) {
      const inner = parseOr();
      if (!takeOperator(')')) {
        throw new SyntaxError('invalid expression syntax');
      }
      return inner;
    }
    const left = parseValue();
    const operator = takeOperator('==', '!=', '=~', '!~');
    if (!operator) {
      return variables => Boolean(left(variables));
    }
    const right = parseValue();
    switch (operator) {
      case '==':
        return variables => left(variables) === right(variables);
      case '!=':
        return variables => left(variables) !== right(variables);
      case '=~':
        return variables => matches(left(variables), right(variables));
      default:
        return variables => !matches(left(variables), right(variables));
    }
  }

  const expression = parseOr();
  if (at !== tokens.length) {
    throw new SyntaxError('invalid expression syntax');
  }
  return expression;
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const text = source.trim();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (!found) {
      throw new SyntaxError('invalid expression syntax');
    }
    const [, operator, name, double, single, pattern, flags] = found;
    if (operator) {
      tokens.push({ type: 'operator', text: operator });
    } else if (name) {
      tokens.push({ type: 'value', value: vars => vars[name] ?? null });
    } else if (pattern) {
      const regExp = new RegExp(pattern, flags.replace(/[^ims]/g, ''));
      tokens.push({ type: 'value', value: () => regExp });
    } else {
      const literal = double ?? single ?? null;
      tokens.push({ type: 'value', value: () => literal });
    }
  }
  return tokens;
}

function matches(
  left: string | null | RegExp,
  right: string | null | RegExp,
): boolean {
  if (typeof left !== 'string') {
    return false;
  }
  if (right instanceof RegExp) {
    return right.test(left);
  }
  // a variable may hold a pattern: $TEXT =~ $PATTERN with PATTERN=/^x/
  const [, source, flags] = /^\/(.+)\/([ims]*)$/.exec(right ?? '') ?? [];
  return source !== undefined && new RegExp(source, flags).test(left);
}
