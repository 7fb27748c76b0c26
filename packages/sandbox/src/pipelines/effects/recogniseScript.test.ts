import { brief, recognise as recogniseIn } from './__testUtils__/recognise';

const recognise = (...script: string[]) => recogniseIn(script);

const setImage =
  'kustomize edit set image "$APP_NAME=$CI_REGISTRY_IMAGE:$CI_COMMIT_SHORT_SHA"';
const publish = [
  'git commit -am "release [skip ci]"',
  'git push origin HEAD:main',
];
const image = 'registry.localhost/demo/orders:01234567';
const release = 'own@main: release [skip ci] (k8s/overlays/dev)';

describe('recogniseScript', () => {
  it.each<[string, string[], string[]]>([
    [
      'docker build and push',
      [
        'docker build -t $CI_REGISTRY_IMAGE:$CI_COMMIT_SHORT_SHA .',
        'docker push $CI_REGISTRY_IMAGE:$CI_COMMIT_SHORT_SHA',
      ],
      [image],
    ],
    ['a build alone', ['docker build -t x:1 .'], []],
    [
      'buildx',
      ['docker buildx build --platform linux/amd64 -t x:1 --tag=x:2 --push .'],
      ['x:1', 'x:2'],
    ],
    [
      'buildctl',
      ['buildctl build --output type=image,\\"name=x:1,y:2\\",push=true'],
      ['x:1', 'y:2'],
    ],
    [
      'a cache export',
      ['buildctl build --export-cache type=registry,ref=x:cache'],
      [],
    ],
    [
      'kaniko',
      ['/kaniko/executor --context . --destination "${CI_REGISTRY_IMAGE}:v1"'],
      ['registry.localhost/demo/orders:v1'],
    ],
    [
      'a tag that the script makes',
      ['TAG="v-$(git rev-parse --short HEAD)"', 'docker push x:$TAG'],
      ['x:v-01234567'],
    ],
    [
      'a tag with a default',
      ['docker push x:${VERSION:-latest}'],
      ['x:latest'],
    ],
    [
      'text that only looks like it',
      [
        "echo 'docker push x:1'",
        '# docker push x:2',
        'cat <<EOF\ndocker push x:3\nEOF',
      ],
      [],
    ],
  ])('finds the images of %s', (_, script, expected) => {
    expect(brief(recognise(...script).effects)).toEqual(expected);
  });

  it.each<[string, string[], string[]]>([
    [
      'cd, edit, commit, push',
      ['cd "k8s/overlays/$ENVIRONMENT"', setImage, ...publish],
      [release],
    ],
    [
      'one block',
      [`cd k8s/overlays/dev && ${setImage}\n${publish.join(' && ')}`],
      [release],
    ],
    [
      'a subshell',
      [`(cd k8s/overlays/dev && ${setImage})`, ...publish],
      [release],
    ],
    [
      'a function with arguments',
      [
        'change() { cd "$1"; shift; "$@"; git commit -am "release [skip ci]"; }',
        `change k8s/overlays/dev ${setImage}`,
        'git push',
      ],
      [release],
    ],
    [
      'a loop of attempts',
      [
        `cd k8s/overlays/dev`,
        `for i in 1 2 3; do ${setImage}; ${publish.join('; ')} && break; git pull --rebase; done`,
      ],
      [release],
    ],
    [
      'a loop over environments',
      [
        `for e in dev prod; do (cd k8s/overlays/$e; ${setImage}); done`,
        ...publish,
      ],
      ['own@main: release [skip ci] (k8s/overlays/dev, k8s/overlays/prod)'],
    ],
    [
      'a condition that holds',
      [
        `if [ "$ENVIRONMENT" = dev ]; then cd k8s/overlays/dev; ${setImage}; else exit 1; fi`,
        ...publish,
      ],
      [release],
    ],
    [
      'a condition that does not',
      [`if [ "$ENVIRONMENT" = prod ]; then ${setImage}; fi`, ...publish],
      [],
    ],
    ['nothing was changed', publish, []],
    [
      'a commit that is not pushed',
      ['cd k8s/overlays/dev', setImage, publish[0]],
      [],
    ],
    [
      'an early exit',
      [
        'cd k8s/overlays/dev',
        'git diff --quiet && exit 0',
        setImage,
        ...publish,
      ],
      [],
    ],
    [
      'a guard that nobody can know',
      ['test -f x.yaml || exit 1', 'cd k8s/overlays/dev', setImage, ...publish],
      [release],
    ],
    [
      'another repository',
      [
        'git clone http://oauth2:t@127.0.0.1:7101/demo/platform.git p',
        'cd p/apps/orders',
        setImage,
        'git -c a=b commit -m one -m two -a',
        'git push -o ci.skip',
      ],
      ['demo/platform@HEAD: one\n\ntwo (apps/orders)'],
    ],
    [
      'a repository elsewhere',
      [
        'git clone https://example.com/x.git p',
        'cd /other',
        setImage,
        ...publish,
      ],
      [],
    ],
    [
      'yq',
      [
        `yq -i '.image.tag = strenv(CI_COMMIT_SHORT_SHA)' "charts/$APP_NAME/values-dev.yaml"`,
        ...publish,
      ],
      ['own@main: release [skip ci] (charts/orders/values-dev.yaml)'],
    ],
    [
      'sed',
      ['sed -i "s|tag:.*|tag: $CI_COMMIT_SHORT_SHA|" values.yaml', ...publish],
      ['own@main: release [skip ci] (values.yaml)'],
    ],
    [
      'an expression too hard for us',
      ["yq -i 'del(.image)' values.yaml", ...publish],
      [],
    ],
  ])('finds what is pushed by %s', (_, script, expected) => {
    expect(brief(recognise(...script).effects)).toEqual(expected);
  });

  it('reads times and authors', () => {
    const { effects } = recognise(
      'git config user.name "Bot"',
      'git config --global user.email bot@example.com',
      'kustomize edit add annotation --force "restarted-at:$(date -u +%Y-%m-%dT%H:%M:%SZ)"',
      ...publish,
    );
    expect(effects).toMatchObject([
      {
        commits: [
          {
            author: { name: 'Bot', email: 'bot@example.com' },
            edits: [
              { annotations: { 'restarted-at': '2026-03-04T05:06:07Z' } },
            ],
          },
        ],
      },
    ]);
  });

  it.each([
    'f() { f; }; f',
    'if true',
    'echo "open',
    'while :; do while :; do f; done; done',
    'case x in',
    '))',
    '$($(',
  ])('survives %s', script => {
    expect(recognise(script).effects).toEqual([]);
  });

  it('says what it made of each line', () => {
    expect(recognise('pytest -q', 'docker push x:1').lines).toEqual([
      { line: 'pytest -q', notes: ['not run: pytest'] },
      { line: 'docker push x:1', notes: ['pushes image x:1'] },
    ]);
  });
});
