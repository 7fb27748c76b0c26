import { appFiles, appOverlay } from './platform/appFiles';
import { deliveryFiles } from './platform/deliveryFiles';
import { pipelineFiles } from './platform/pipelineFiles';
import {
  platformEnvironments,
  type PlatformSite,
} from './platform/PlatformSite';

const buildCheck = `#!/bin/sh
# Builds every folder that Argo CD applies into built/, as Argo CD will.
set -eu

rm -rf built
mkdir built
for folder in bootstrap apps/*/k8s/overlays/*; do
  [ -d "$folder" ] || continue
  kustomize build "$folder" > "built/$(printf %s "$folder" | tr / .).yaml"
  echo "$folder"
done
`;

/** The files that a seeded platform repository begins with, laid out as the wizard's platform template does. Nothing is released. */
export function platformFiles(
  site: PlatformSite,
): Readonly<Record<string, string>> {
  const app = {
    ...appFiles(site),
    ...Object.assign(
      {},
      ...platformEnvironments.map(environment =>
        appOverlay(site, environment, 'unreleased'),
      ),
    ),
  };
  return {
    'README.md': readme(site),
    'catalog-info.yaml': catalogInfo(site),
    'checks/build.sh': buildCheck,
    '.gitignore': 'built/\n',
    ...deliveryFiles(site),
    ...inFolder(`apps/${site.app.name}`, app),
    ...pipelineFiles(site),
  };
}

/** The change of Git that releases a tag of the app to one environment. */
export function platformRelease(
  site: PlatformSite,
  environment: (typeof platformEnvironments)[number],
  tag: string,
): Readonly<Record<string, string>> {
  return inFolder(`apps/${site.app.name}`, appOverlay(site, environment, tag));
}

function inFolder(
  folder: string,
  files: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => [
      `${folder}/${path}`,
      content,
    ]),
  );
}

function readme({ app }: PlatformSite): string {
  return `# Platform

What is committed here is deployed: one Argo CD, all apps. Each folder \`apps/<app>/k8s/overlays/<environment>\` becomes the
application \`<app>-<environment>\` in the namespace of that name.

| Where | What |
|---|---|
| \`apps/\` | the apps, one folder each; \`apps/${app.name}\` is one to look at |
| \`bootstrap/\` | the root application; it applies the next two folders |
| \`projects/\` | what the team may do in each environment |
| \`applications/\` | registers the apps by their folder |
| \`checks/\` | what the pipeline checks |

A new app comes by the wizard, as a change to be approved.
`;
}

function catalogInfo({ host, name, provider, slug }: PlatformSite): string {
  const project =
    provider === 'gitlab'
      ? `gitlab.com/instance: ${host}\n    gitlab.com/project-slug: ${slug}`
      : `github.com/project-slug: ${slug}`;
  return `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${name}
  description: Everything that Argo CD deploys from one repository
  annotations:
    argocd/app-selector: gitops/component=${name}
    argocd/instance-name: main
    ${project}
  tags: [gitops, platform]
spec:
  type: platform
  lifecycle: production
  owner: platform
---
apiVersion: backstage.io/v1alpha1
kind: Location
metadata:
  name: ${name}-apps
  description: Apps of ${name}
spec:
  targets:
    - ./apps/*/catalog-info.yaml
`;
}
