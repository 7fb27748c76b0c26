import { parseManifests, type KubernetesObject } from './KubernetesObject';
import { findKustomization, renderKustomization } from './renderKustomization';
import { RenderError } from './RenderError';
import { resolvePath, type RevisionFiles } from './RevisionFiles';

/** Rendered manifests and the tool that Argo CD would name for them. */
export interface RenderedPath {
  readonly sourceType: 'Kustomize' | 'Directory';
  readonly objects: readonly KubernetesObject[];
}

/** Renders a folder as Argo CD does: by Kustomize when it has a kustomization, else its YAML and JSON files, not recursive. */
export async function renderPath(
  files: RevisionFiles,
  path: string,
): Promise<RenderedPath> {
  const folder = resolvePath('', path);
  const present = await files.listFiles(folder);
  if (present.length === 0) {
    throw new RenderError(`${path}: app path does not exist`);
  }
  if (present.includes(resolvePath(folder, 'Chart.yaml'))) {
    throw new RenderError(`${path}: the sandbox does not render Helm charts`);
  }
  if (await findKustomization(files, folder)) {
    return {
      sourceType: 'Kustomize',
      objects: await renderKustomization(files, folder),
    };
  }
  const objects: KubernetesObject[] = [];
  for (const file of present) {
    const name = folder === '' ? file : file.slice(folder.length + 1);
    if (!name.includes('/') && /\.(ya?ml|json)$/.test(name)) {
      objects.push(...parseManifests((await files.readFile(file)) ?? '', file));
    }
  }
  return { sourceType: 'Directory', objects };
}
