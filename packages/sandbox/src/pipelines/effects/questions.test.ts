import { recogniseScript } from './recogniseScript';

describe('what a script asks', () => {
  const ask = (rules: string | undefined) =>
    recogniseScript(
      [
        'rules=$(gh api "repos/$APP_NAME/environments/prod" --jq .type)\nif ! grep -qx required <<< "$rules"; then\n  exit 1\nfi',
        'docker push x:1',
      ],
      {
        variables: { APP_NAME: 'orders' },
        sha: '0123456789abcdef0123456789abcdef01234567',
        branch: 'main',
        now: new Date(),
        repositoryOfUrl: () => undefined,
        world: {
          hasImage: () => false,
          hasImageRepository: () => false,
          hasParameter: () => false,
          answer: argv =>
            argv[2] === 'repos/orders/environments/prod' ? rules : undefined,
        },
      },
    );

  it.each<[string, string | undefined, boolean]>([
    ['what it wants to hear', 'other\nrequired\n', false],
    ['something else', 'not required\n', true],
    ['nothing', '', true],
    ['what nobody can say', undefined, false],
  ])('is followed when it hears %s', (_, rules, failed) => {
    const found = ask(rules);
    expect(found.failed).toBe(failed);
    expect(found.effects).toEqual(
      failed ? [] : [{ type: 'image', ref: 'x:1' }],
    );
  });
});
