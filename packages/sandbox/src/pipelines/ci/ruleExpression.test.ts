import { parseRuleExpression } from './ruleExpression';

const variables = {
  BRANCH: 'release/1.2',
  MAIN: 'main',
  EMPTY: '',
  PATTERN: '/^rel/',
  TEXT: 'Fix: x',
};

describe('rules:if', () => {
  it.each<[string, boolean]>([
    ['$BRANCH', true],
    ['$EMPTY', false],
    ['$MISSING', false],
    ['$MISSING == null', true],
    ['$EMPTY == null', false],
    ['$EMPTY == ""', true],
    ['$MAIN == "main"', true],
    ["$MAIN != 'main'", false],
    ['"main" == $MAIN', true],
    ['$BRANCH == $MAIN', false],
    ['$BRANCH =~ /^release\\/\\d/', true],
    ['$BRANCH !~ /^release/', false],
    ['$TEXT =~ /fix/', false],
    ['$TEXT =~ /fix/i', true],
    ['$BRANCH =~ $PATTERN', true],
    ['$MISSING =~ /x/', false],
    ['$MISSING !~ /x/', true],
    ['$MISSING && $MAIN || $MAIN', true],
    ['$MISSING && ($MAIN || $MAIN)', false],
    ['$MAIN == "main" && $BRANCH =~ /^release/', true],
    ['($MAIN == "x" || $MAIN == "main") && $TEXT != null', true],
  ])('%s is %s', (source, expected) => {
    expect(parseRuleExpression(source)(variables)).toBe(expected);
  });

  it.each([
    '',
    '$A ==',
    '== "a"',
    '$A && ',
    '($A',
    '$A)',
    '$A = "b"',
    '"a',
    'A == "b"',
    '$A "b"',
  ])('refuses %s', source => {
    expect(() => parseRuleExpression(source)).toThrow(
      'invalid expression syntax',
    );
  });
});
