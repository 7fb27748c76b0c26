import { brief, recognise } from './__testUtils__/recognise';

const pushChange = `#!/bin/sh
set -eu
if [ "$1" = -C ]; then
  cd "$2"
  shift 2
fi
subject=$1
shift
branch=\${CI_DEFAULT_BRANCH:-main}

for attempt in 1 2 3 4 5; do
  git fetch --quiet origin "$branch"
  git reset --quiet --hard FETCH_HEAD
  "$@"
  if git diff --quiet; then
    exit 0
  fi
  git commit --quiet --all --message "$subject [skip ci]"
  if git push --quiet origin "HEAD:$branch"; then
    exit 0
  fi
  sleep "$attempt"
done
exit 1
`;
const repository = {
  'ci/push-change.sh': pushChange,
  'apps/orders/ci/push-change.sh': pushChange,
  'ci/names.sh': 'IMAGE=x/$APP_NAME\npush() { docker push "$IMAGE:$1"; }\n',
  'ci/tool.py': '#!/usr/bin/env python3\nprint("docker push x:1")\n',
  'charts/orders/values-dev.yaml': 'image: { tag: unreleased }\n',
};

describe('scripts of the repository', () => {
  it.each<[string, string[], string[]]>([
    [
      'are followed with their arguments',
      [
        `sh ci/push-change.sh "release($ENVIRONMENT) one" yq -i '.image.tag = strenv(CI_COMMIT_SHORT_SHA)' charts/orders/values-dev.yaml`,
      ],
      ['own@main: release(dev) one [skip ci] (charts/orders/values-dev.yaml)'],
    ],
    [
      'run where the job stands, and leave it there',
      [
        'cd apps/orders',
        'sh ci/push-change.sh -C k8s/overlays/dev "release" kustomize edit set image a=b:c',
        'sh ci/push-change.sh -C k8s/overlays/prod "second" kustomize edit set image a=b:c',
      ],
      [
        'own@main: release [skip ci] (apps/orders/k8s/overlays/dev)',
        'own@main: second [skip ci] (apps/orders/k8s/overlays/prod)',
      ],
    ],
    [
      'may be executable',
      ['./ci/push-change.sh one kustomize edit set image a=b:c'],
      ['own@main: one [skip ci] ()'],
    ],
    [
      'share variables and functions when they are sourced',
      [
        '. ci/names.sh',
        'push 1',
        'APP_NAME=other',
        'source ci/names.sh',
        'push 2',
      ],
      ['x/orders:1', 'x/other:2'],
    ],
    [
      'do not see what was not exported',
      [
        'TAG=7',
        `bash -c 'docker push "x:\${TAG:-none}"'`,
        'export TAG',
        `bash -c 'docker push "x:$TAG-$1"' name two`,
        `OTHER=8 sh -c 'docker push "x:$OTHER"'`,
        'docker push "x:${OTHER:-gone}"',
      ],
      ['x:none', 'x:7-two', 'x:8', 'x:gone'],
    ],
    [
      'have a status that counts',
      [
        `if sh -ec 'false; true'; then docker push x:1; else docker push x:2; fi`,
      ],
      ['x:2'],
    ],
    [
      'in other languages are not run',
      ['./ci/tool.py', 'docker push x:2'],
      ['x:2'],
    ],
    [
      'that are not there are not run',
      ['sh ci/none.sh', 'docker push x:2'],
      ['x:2'],
    ],
  ])('%s', (_, script, expected) => {
    expect(brief(recognise(script, { repository }).effects)).toEqual(expected);
  });

  it('are asked for until they were read', () => {
    const paths = Object.keys(repository);
    const unread = { paths, text: () => undefined };
    expect(
      recognise(['sh ci/push-change.sh a b'], { files: unread }).wanted,
    ).toEqual(['ci/push-change.sh']);
  });

  it('find the files that a pattern names', () => {
    const script = [
      'for file in charts/*/values-*.yaml; do docker push "x:$(basename "$file" .yaml)"; done',
    ];
    expect(brief(recognise(script, { repository }).effects)).toEqual([
      'x:values-dev',
    ]);
  });
});

describe('a script that certainly fails', () => {
  it.each<[string, string[], boolean, string[]]>([
    ['exit 1', ['docker push x:1', 'exit 1', 'docker push x:2'], true, ['x:1']],
    [
      'exit 0',
      ['docker push x:1', 'exit 0', 'docker push x:2'],
      false,
      ['x:1'],
    ],
    ['a test', ['[ "$ENVIRONMENT" = prod ]', 'docker push x:2'], true, []],
    ['set +e', ['set +e', 'false', 'docker push x:2'], false, ['x:2']],
    ['a guard', ['[ -n "${NOT_SET:-}" ] || { echo no; exit 1; }'], true, []],
    [
      'a condition',
      ['if false; then :; fi; ! true || false || docker push x:1'],
      false,
      ['x:1'],
    ],
    ['a function', ['f() { return 3; }', 'f', 'docker push x:1'], true, []],
    ['a subshell', ['(exit 2)', 'docker push x:1'], true, []],
    [
      'perhaps',
      ['make test || exit 1', 'test -f made.txt || exit 1', 'docker push x:1'],
      false,
      ['x:1'],
    ],
    [
      'an unknown status',
      ['make; [ $? -eq 0 ] || exit 1', 'docker push x:1'],
      false,
      ['x:1'],
    ],
  ])('by %s', (_, script, failed, expected) => {
    const found = recognise(script, { repository });
    expect([found.failed, brief(found.effects)]).toEqual([failed, expected]);
  });
});

describe('words that a script makes', () => {
  it.each<[string, string[], string]>([
    [
      'case',
      ['case $ENVIRONMENT in prod) T=1 ;; dev|staging) T=2 ;; *) T=3 ;; esac'],
      '2',
    ],
    [
      'the last branch of case',
      ['case $APP_NAME in a*) T=1 ;; *) T=3 ;; esac'],
      '3',
    ],
    ['while', ['T=1', 'while [ "$T" -lt 4 ]; do T=$((T + 1)); done'], '4'],
    ['until', ['T=1; until [ $T = 8 ]; do T=$((T * 2)); done'], '8'],
    [
      'a pipe',
      ['T=$(printf %s "$CI_COMMIT_SHORT_SHA" | cut -c1-4 | tr 0-9 a-j)'],
      'abcd',
    ],
    ['fields', ['T=$(echo a/b/c | cut -d/ -f2)'], 'b'],
    ['printf', ['T=$(printf "%.3s-%s" "$CI_COMMIT_SHORT_SHA" x)'], '012-x'],
    ['a function', ['tag() { echo "v$1"; }', 'T=$(tag 9)'], 'v9'],
    ['a part of a variable', ['T=${CI_REGISTRY_IMAGE##*/}'], 'orders'],
    [
      'a pattern in quotes',
      ['P=registry.localhost/', 'T=${CI_REGISTRY_IMAGE#"$P"}'],
      'demo/orders',
    ],
    ['the length of a variable', ['T=${#CI_COMMIT_SHORT_SHA}'], '8'],
    [
      'a file that it wrote',
      ['echo TAG=5 > build.env', '. ./build.env', 'T=$TAG'],
      '5',
    ],
    ['appending', ['T=a', 'T+=b'], 'ab'],
    ['arguments that were set', ['set -- a b c', 'shift', 'T=$1$#'], 'b2'],
    ['where it stands', ['cd k8s && T=$(basename "$(pwd)")'], 'k8s'],
  ])('by %s', (_, script, expected) => {
    const found = recognise([...script, 'docker push "x:$T"'], { repository });
    expect(brief(found.effects)).toEqual([`x:${expected}`]);
  });

  it('are not made up when only a real run could say them', () => {
    const { effects, lines } = recognise([
      'V=$(make version)',
      'docker push "x:$V"',
      'kustomize edit set image "a=b:$V"',
      'if [ "$V" = 1 ]; then docker push y:1; else docker push y:2; fi',
    ]);
    expect(brief(effects)).toEqual(['y:1', 'y:2']);
    expect(lines.map(({ notes }) => notes[0])).toEqual([
      'not run: make',
      'not done, since it cannot be known: pushes image x:…',
      'not run: kustomize with what cannot be known',
      'pushes image y:1',
    ]);
  });
});
