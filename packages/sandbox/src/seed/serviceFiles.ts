/** A component as its repository describes it. */
export interface SeedService {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly owner: string;
  readonly system: string;
  readonly tags: readonly string[];
  readonly environments: readonly string[];
  /** Images beside the service's own: each runs as a deployment `<name>-<part>`. */
  readonly parts?: readonly string[];
  /** Whether releases to the last environment wait for a person. */
  readonly manualRelease?: 'optional' | 'blocking';
  /** How new pods take over: one is added first (default), one goes first, or all go first. */
  readonly rollout?: 'addFirst' | 'removeFirst' | 'recreate';
}

/** Names of the deployments and images of a service: its own first. */
export function workloadsOf(service: SeedService): readonly string[] {
  return [
    service.name,
    ...(service.parts ?? []).map(part => `${service.name}-${part}`),
  ];
}

/** The files that a seeded repository begins with. */
export function serviceFiles(
  service: SeedService,
  gitlabUrl: string,
): Readonly<Record<string, string>> {
  const { name, title, description } = service;
  return {
    'README.md': `# ${title}\n\n${description}\n`,
    'catalog-info.yaml': catalogInfo(service, gitlabUrl),
    Dockerfile:
      'FROM python:3.14-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY src ./src\nUSER 10001\nCMD ["python", "-m", "uvicorn", "src.app:app", "--host", "0.0.0.0", "--port", "8000"]\n',
    'requirements.txt': 'fastapi==0.121.0\nuvicorn==0.38.0\n',
    'src/app.py': `from fastapi import FastAPI\n\napp = FastAPI(title="${title}")\n\n\n@app.get("/healthz")\ndef health() -> dict[str, str]:\n    return {"status": "ok"}\n`,
    '.gitlab-ci.yml': pipelineFile(service),
    'k8s/base/kustomization.yaml': [
      'apiVersion: kustomize.config.k8s.io/v1beta1',
      'kind: Kustomization',
      '',
      'resources:',
      ...workloadsOf(service).map(workload => `- ${workload}.yaml`),
      '- service.yaml',
      '',
      'configMapGenerator:',
      `- name: ${name}-config`,
      '  literals:',
      `  - SERVICE_NAME=${name}`,
      '',
    ].join('\n'),
    'k8s/base/service.yaml': `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  selector:\n    app.kubernetes.io/name: ${name}\n  ports:\n  - name: http\n    port: 80\n    targetPort: http\n`,
    ...Object.fromEntries(
      workloadsOf(service).map(workload => [
        `k8s/base/${workload}.yaml`,
        deployment(service, workload),
      ]),
    ),
  };
}

/** An overlay: the one place that says which tag runs. */
export function overlayFile(
  service: SeedService,
  environment: string,
  tag: string,
  resources: readonly string[] = [],
): string {
  const { name } = service;
  return [
    'apiVersion: kustomize.config.k8s.io/v1beta1',
    'kind: Kustomization',
    '',
    `namespace: ${name}-${environment}`,
    '',
    'resources:',
    '- ../../base',
    ...resources.map(resource => `- ${resource}`),
    '',
    'images:',
    ...workloadsOf(service).flatMap(workload => [
      `- name: ${workload}`,
      `  newName: ${imageOf(service, workload)}`,
      `  newTag: "${tag}"`,
    ]),
    '',
    'configMapGenerator:',
    '- behavior: merge',
    '  literals:',
    `  - ENVIRONMENT=${environment}`,
    `  name: ${name}-config`,
    '',
  ].join('\n');
}

/** Where an image of a service lies in the registry. */
export function imageOf(service: SeedService, workload: string): string {
  const base = `registry.localhost/demo/${service.name}`;
  return workload === service.name
    ? base
    : `${base}/${workload.slice(service.name.length + 1)}`;
}

const strategies = {
  addFirst:
    '  strategy:\n    rollingUpdate:\n      maxSurge: 1\n      maxUnavailable: 0\n',
  removeFirst:
    '  strategy:\n    rollingUpdate:\n      maxSurge: 0\n      maxUnavailable: 1\n',
  recreate: '  strategy:\n    type: Recreate\n',
} as const;

function deployment(service: SeedService, workload: string): string {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${workload}
  labels:
    app.kubernetes.io/name: ${workload}
spec:
  replicas: 2
${strategies[service.rollout ?? 'addFirst']}  selector:
    matchLabels:
      app.kubernetes.io/name: ${workload}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${workload}
    spec:
      containers:
      - name: app
        image: ${workload}
        ports:
        - name: http
          containerPort: 8000
        envFrom:
        - configMapRef:
            name: ${service.name}-config
        readinessProbe:
          httpGet:
            path: /healthz
            port: http
`;
}

function catalogInfo(service: SeedService, gitlabUrl: string): string {
  const { name, title, description, owner, system, tags } = service;
  return `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${name}
  title: ${title}
  description: ${JSON.stringify(description)}
  annotations:
    argocd/app-selector: gitops/component=${name}
    argocd/instance-name: main
    gitlab.com/instance: ${new URL(gitlabUrl).host}
    gitlab.com/project-slug: demo/${name}
  tags: [${tags.join(', ')}]
  links:
  - url: ${gitlabUrl}/demo/${name}
    title: Repository
spec:
  type: service
  lifecycle: production
  owner: ${owner}
  system: ${system}
`;
}

function pipelineFile(service: SeedService): string {
  const jobs = [
    'stages: [lint, test, build, release]\n',
    `variables:\n  APP_NAME: ${service.name}\n`,
    'lint:\n  stage: lint\n  script:\n  - ruff check src\n',
    'test:\n  stage: test\n  script:\n  - pytest\n',
    `build-image:\n  stage: build\n  script:\n${lines(buildScript(service))}`,
    ...service.environments.map((environment, index) => {
      const last = index === service.environments.length - 1;
      const manual = last && service.manualRelease;
      return `release-${environment}:\n  stage: release\n  needs: [${
        index === 0
          ? 'build-image'
          : `release-${service.environments[index - 1]}`
      }]\n  environment: ${environment}\n${
        manual
          ? `  rules:\n  - when: manual\n    allow_failure: ${manual === 'optional'}\n`
          : ''
      }  script:\n${lines(releaseScript(service, environment))}`;
    }),
  ];
  return jobs.join('\n');
}

/** What builds and pushes the images of a service. */
export function buildScript(service: SeedService): readonly string[] {
  return workloadsOf(service).map(workload => {
    const suffix = imageOf(service, workload).slice(
      imageOf(service, service.name).length,
    );
    return `docker build --push --tag "$CI_REGISTRY_IMAGE${suffix}:$CI_COMMIT_SHORT_SHA" .`;
  });
}

/** What writes the tag into an overlay. */
export function releaseScript(
  service: SeedService,
  environment: string,
): readonly string[] {
  return [
    `cd k8s/overlays/${environment}`,
    ...workloadsOf(service).map(workload => {
      const suffix = imageOf(service, workload).slice(
        imageOf(service, service.name).length,
      );
      return `kustomize edit set image "${workload}=$CI_REGISTRY_IMAGE${suffix}:$CI_COMMIT_SHORT_SHA"`;
    }),
    `git commit --all --message "release(${environment}) $CI_COMMIT_SHORT_SHA [skip ci]"`,
    'git push origin "HEAD:$CI_DEFAULT_BRANCH"',
  ];
}

function lines(script: readonly string[]): string {
  return script.map(line => `  - ${JSON.stringify(line)}\n`).join('');
}
