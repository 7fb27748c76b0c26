import { decide, ExpressionError, interpolate, resolveValue } from '.';

const contexts = {
  github: {
    ref: 'refs/heads/main',
    event: { pull_request: null, commits: [{ id: 'a' }, { id: 'b' }] },
    run_id: '7',
  },
  env: { NAME: 'orders', Empty: '' },
  needs: { build: { result: 'success', outputs: { tag: '1a2b' } } },
  matrix: { python: 3.14, os: ['linux'] },
  inputs: { confirmed: true },
};

describe('an expression', () => {
  it.each<[string, string]>([
    ['${{ github.ref }}', 'refs/heads/main'],
    ['${{ GitHub.REF }}', 'refs/heads/main'],
    ["${{ env['name'] }}-${{ needs.build.outputs.tag }}", 'orders-1a2b'],
    ['[${{ github.event.pull_request.number || github.run_id }}]', '[7]'],
    ['${{ github.nothing.at.all }}', ''],
    ["${{ github.ref == 'REFS/heads/main' && 'yes' || 'no' }}", 'yes'],
    ["${{ !contains(github.ref, 'MAIN') }}", 'false'],
    ["${{ contains(matrix.os, 'linux') }}", 'true'],
    ["${{ startsWith(github.ref, 'refs/tags/') }}", 'false'],
    ["${{ endsWith(github.ref, '/main') }}", 'true'],
    ["${{ format('{0}:{1} {{x}}', env.NAME, 3) }}", 'orders:3 {x}'],
    ["${{ join(github.event.commits.*.id, '+') }}", 'a+b'],
    ['${{ fromJSON(\'{"a":[1,2]}\').a[1] }}', '2'],
    ["${{ toJSON('a') }}", '"a"'],
    ["${{ 'it''s }}' }}", "it's }}"],
    ['${{ matrix.python >= 3.13 }}', 'true'],
    ["${{ null == 0 && '' == 0 && true == 1 }}", 'true'],
    ['${{ (1 < 2) != (2 <= 1) }}', 'true'],
    ['no expression', 'no expression'],
  ])('%s becomes “%s”', (text, expected) => {
    expect(interpolate(text, { contexts })).toBe(expected);
  });

  it.each([
    ['${{ nobody.knows }}', /Unrecognized named-value: 'nobody'/],
    ['${{ noFunction() }}', /Unrecognized function/],
    ['${{ success() }}', /Unrecognized function/],
    ['${{ github. }}', /name was expected/],
    ['${{ github.ref == }}', /name was expected/],
    ["${{ fromJSON('x') }}", /Error reading JToken/],
  ])('%s is refused', (text, message) => {
    const act = () => interpolate(text, { contexts });
    expect(act).toThrow(ExpressionError);
    expect(act).toThrow(message);
  });

  it('keeps the type of a value that it is alone', () => {
    expect(
      resolveValue(
        { a: ['${{ inputs.confirmed }}', 'x ${{ inputs.confirmed }}'] },
        { contexts },
      ),
    ).toEqual({ a: [true, 'x true'] });
  });
});

describe('a condition', () => {
  it.each<
    [
      string | undefined,
      {
        readonly [
          standing in 'success' | 'failure' | 'cancelled' | 'skipped'
        ]: boolean;
      },
    ]
  >([
    [
      undefined,
      { success: true, failure: false, cancelled: false, skipped: false },
    ],
    [
      "github.ref == 'refs/heads/main'",
      { success: true, failure: false, cancelled: false, skipped: false },
    ],
    [
      "${{ github.ref == 'x' }}",
      { success: false, failure: false, cancelled: false, skipped: false },
    ],
    [
      'always()',
      { success: true, failure: true, cancelled: true, skipped: true },
    ],
    [
      'failure()',
      { success: false, failure: true, cancelled: false, skipped: false },
    ],
    [
      '${{ !cancelled() && inputs.confirmed }}',
      { success: true, failure: true, cancelled: false, skipped: true },
    ],
  ])('%s', (condition, expected) => {
    for (const [standing, value] of Object.entries(expected)) {
      expect([
        standing,
        decide(condition, {
          contexts,
          standing: standing as keyof typeof expected,
        }),
      ]).toEqual([standing, value]);
    }
  });
});
