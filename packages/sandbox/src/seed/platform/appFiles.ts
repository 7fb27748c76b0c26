import type { PlatformEnvironment, PlatformSite } from './PlatformSite';

const sizes: Readonly<
  Record<PlatformEnvironment, { replicas: number; cpu: string; memory: string }>
> = {
  dev: { replicas: 1, cpu: '50m', memory: '128Mi' },
  staging: { replicas: 2, cpu: '100m', memory: '192Mi' },
  prod: { replicas: 3, cpu: '200m', memory: '256Mi' },
};

/** The app that shows what a folder below `apps/` looks like, without its overlays and its pipeline. Paths begin at that folder. */
export function appFiles(site: PlatformSite): Readonly<Record<string, string>> {
  const { name } = site.app;
  const title = titleOf(name);
  return {
    'README.md': `# ${title}\n\nTells people by mail and chat what became of their order.\n`,
    'catalog-info.yaml': catalogInfo(site),
    Dockerfile:
      'FROM python:3.14-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY src ./src\nUSER 10001\nCMD ["python", "-m", "uvicorn", "src.app:app", "--host", "0.0.0.0", "--port", "8000"]\n',
    'requirements.txt': 'fastapi==0.121.0\nuvicorn==0.38.0\n',
    'src/app.py': `from fastapi import FastAPI\n\napp = FastAPI(title="${title}")\n\n\n@app.get("/healthz")\ndef health() -> dict[str, str]:\n    return {"status": "ok"}\n`,
    'k8s/base/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization

resources:
- deployment.yaml
- service.yaml

labels:
- includeSelectors: true
  pairs:
    app.kubernetes.io/name: ${name}
`,
    'k8s/base/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  template:
    spec:
      containers:
      - name: app
        # Only a name: each overlay's kustomization.yaml says which image and tag it stands for.
        image: ${name}
        ports:
        - name: http
          containerPort: 8000
        readinessProbe:
          httpGet:
            path: /healthz
            port: http
`,
    'k8s/base/service.yaml': `apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  ports:
  - name: http
    port: 80
    targetPort: http
`,
  };
}

/** The files of one overlay, by their paths below the app's folder. */
export function appOverlay(
  { app }: PlatformSite,
  environment: PlatformEnvironment,
  tag: string,
): Readonly<Record<string, string>> {
  const { replicas, cpu, memory } = sizes[environment];
  const folder = `k8s/overlays/${environment}`;
  return {
    [`${folder}/kustomization.yaml`]: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization

namespace: ${app.name}-${environment}

resources:
- ../../base

# The only place that says what runs in ${environment}.
images:
- name: ${app.name}
  newName: ${app.image}
  newTag: "${tag}"

replicas:
- count: ${replicas}
  name: ${app.name}

patches:
- path: resources.yaml
`,
    [`${folder}/resources.yaml`]: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${app.name}
spec:
  template:
    spec:
      containers:
      - name: app
        resources:
          requests:
            cpu: ${cpu}
            memory: ${memory}
          limits:
            memory: ${memory}
`,
  };
}

function catalogInfo({ app, host, provider, slug }: PlatformSite): string {
  const pipeline =
    provider === 'gitlab'
      ? `gitlab.com/instance: ${host}\n    gitlab.com/project-slug: ${slug}\n    gitops/gitlab-jobs: ${app.name}`
      : `github.com/project-slug: ${slug}\n    gitops/github-workflow: ${app.name}.yml`;
  return `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${app.name}
  title: ${titleOf(app.name)}
  description: Tells people by mail and chat what became of their order
  annotations:
    argocd/app-selector: gitops/component=${app.name}
    argocd/instance-name: main
    ${pipeline}
  tags: [python, fastapi]
spec:
  type: service
  lifecycle: production
  owner: team-shop
  system: shop
`;
}

function titleOf(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}
