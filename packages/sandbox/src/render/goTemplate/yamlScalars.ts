const words = new Set([
  '',
  '~',
  'null',
  'Null',
  'NULL',
  ...['y', 'yes', 'true', 'on', 'n', 'no', 'false', 'off'].flatMap(word => [
    word,
    `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
    word.toUpperCase(),
  ]),
  '.nan',
  '.NaN',
  '.NAN',
  ...['', '+', '-'].flatMap(sign =>
    ['.inf', '.Inf', '.INF'].map(word => `${sign}${word}`),
  ),
]);

const integer =
  /^[-+]?(?:0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]*|[1-9][0-9]*)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const date =
  /^\d{4}-\d{1,2}-\d{1,2}(?:(?:[Tt]|\s+)\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:\s*(?:Z|[-+]\d{1,2}(?::?\d{2})?))?)?$/;

/** Whether YAML 1.1 would read a text without quotes as something else than this text: go-yaml's `resolve`. */
export function plainMeansSomethingElse(text: string): boolean {
  if (words.has(text)) {
    return true;
  }
  const digits = text.replace(/_/g, '');
  const numeric = /^[-+.0-9]/.test(text);
  return (
    base60.test(text) ||
    date.test(text) ||
    (numeric && (integer.test(digits) || isFloat(digits)))
  );
}

/** What is too large for a number stays a text. */
function isFloat(digits: string): boolean {
  return float.test(digits) && Number.isFinite(Number(digits));
}
