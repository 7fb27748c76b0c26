import { platformEnvironments, type PlatformSite } from './PlatformSite';

const gitlabRoot = `# Checks what Argo CD is going to apply, and builds and releases the apps. No job here talks to a cluster.
stages: [check, schemas, lint, test, prep, build, release, ops]

# The pipelines of the apps: each has its own jobs, and they run when something in its folder changed.
include:
  - local: apps/*/ci/*.yml

workflow:
  rules:
    # One pipeline per change: with a merge request open, its pipeline is enough.
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH && $CI_OPEN_MERGE_REQUESTS
      when: never
    - if: $CI_COMMIT_BRANCH

manifests:
  stage: check
  image:
    name: registry.k8s.io/kustomize/kustomize:v5.7.1
    entrypoint: ['']
  script:
    - sh checks/build.sh
`;

const githubChecks = `name: Checks
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  manifests:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v5
      - run: sh checks/build.sh
`;

/** The pipelines of a platform repository and of its app, as its Git host wants them. */
export function pipelineFiles(
  site: PlatformSite,
): Readonly<Record<string, string>> {
  const { name } = site.app;
  return site.provider === 'gitlab'
    ? {
        '.gitlab-ci.yml': gitlabRoot,
        [`apps/${name}/ci/delivery.yml`]: gitlabDelivery(site),
      }
    : {
        '.github/workflows/checks.yml': githubChecks,
        [`.github/workflows/${name}.yml`]: githubDelivery(site),
      };
}

const commit = (subject: string, push: string): readonly string[] => [
  `git commit --quiet --all --message "${subject} [skip ci]"`,
  push,
];

function gitlabDelivery({ app: { name, image } }: PlatformSite): string {
  const target = image.endsWith(`/${name}`)
    ? `$CI_REGISTRY_IMAGE/${name}`
    : image;
  const releases = platformEnvironments.map((environment, index) => {
    const before =
      index === 0
        ? `${name}:build-image`
        : `${name}:release-${platformEnvironments[index - 1]}`;
    return `
${name}:release-${environment}:
  extends: .${name}:release
  needs: ['${before}']
  variables:
    ENVIRONMENT: ${environment}
  environment: ${name}-${environment}
  resource_group: ${name}-${environment}
${
  environment === 'prod'
    ? `  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      changes: [apps/${name}/src/**/*, apps/${name}/Dockerfile]
      when: manual
      allow_failure: true
`
    : ''
}`;
  });
  return `.${name}:on-main:
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
      changes: [apps/${name}/src/**/*, apps/${name}/Dockerfile]

${name}:unit-tests:
  stage: test
  rules:
    - changes: [apps/${name}/src/**/*]
  script:
    - cd apps/${name}
    - pytest

${name}:build-image:
  stage: build
  extends: .${name}:on-main
  script:
    - cd apps/${name}
    - docker build --push --tag "${target}:$CI_COMMIT_SHORT_SHA" .

.${name}:release:
  stage: release
  extends: .${name}:on-main
  script:
    - cd "apps/${name}/k8s/overlays/$ENVIRONMENT"
    - kustomize edit set image "${name}=${target}:$CI_COMMIT_SHORT_SHA"
${commit(
  `release($ENVIRONMENT) ${name} $CI_COMMIT_SHORT_SHA`,
  'git push origin "HEAD:$CI_DEFAULT_BRANCH"',
)
  .map(line => `    - ${JSON.stringify(line)}\n`)
  .join('')}${releases.join('')}`;
}

function githubDelivery({ app: { name, image } }: PlatformSite): string {
  const releases = platformEnvironments.map((environment, index) => {
    const before =
      index === 0 ? 'build' : `release-${platformEnvironments[index - 1]}`;
    return `
  release-${environment}:
    needs: [${before}]
    runs-on: ubuntu-24.04
    environment: ${environment}
    concurrency: ${name}-${environment}
    steps:
      - uses: actions/checkout@v5
      - working-directory: apps/${name}/k8s/overlays/${environment}
        run: |
          git config user.name "${name} release bot"
          git config user.email release-bot@noreply.example.com
          kustomize edit set image "${name}=${image}:\${GITHUB_SHA::8}"
${commit(
  `release(${environment}) ${name} \${GITHUB_SHA::8}`,
  'git push origin HEAD:main',
)
  .map(line => `          ${line}\n`)
  .join('')}`;
  });
  return `name: ${name}
on:
  push:
    branches: [main]
    paths: ['apps/${name}/src/**', 'apps/${name}/Dockerfile']
permissions:
  contents: write
  packages: write
jobs:
  test:
    runs-on: ubuntu-24.04
    defaults:
      run:
        working-directory: apps/${name}
    steps:
      - uses: actions/checkout@v5
      - run: pytest

  build:
    needs: [test]
    runs-on: ubuntu-24.04
    defaults:
      run:
        working-directory: apps/${name}
    steps:
      - uses: actions/checkout@v5
      - run: docker buildx build --push --tag "${image}:\${GITHUB_SHA::8}" .
${releases.join('')}`;
}
