import { renderChart, type ChartOptions } from './helm';
import { parseManifests, type KubernetesObject } from './KubernetesObject';
import { findKustomization, renderKustomization } from './renderKustomization';
import { RenderError } from './RenderError';
import { resolvePath, type RevisionFiles } from './RevisionFiles';

/** Rendered manifests and the tool that Argo CD would name for them. */
export interface RenderedPath {
  readonly sourceType: 'Kustomize' | 'Helm' | 'Directory';
  readonly objects: readonly KubernetesObject[];
}

const aChart: ChartOptions = {
  helm: {},
  releaseName: 'release',
  namespace: 'default',
  readValueFile: async () => undefined,
};

/**
 * Renders a folder as Argo CD does: a chart by Helm, a kustomization by Kustomize, else its YAML and JSON files, not recursive.
 * `chart` says how, should it be one.
 */
export async function renderPath(
  files: RevisionFiles,
  path: string,
  chart: ChartOptions = aChart,
): Promise<RenderedPath> {
  const folder = resolvePath('', path);
  const present = await files.listFiles(folder);
  if (present.length === 0) {
    throw new RenderError(`${path}: app path does not exist`);
  }
  if (present.includes(resolvePath(folder, 'Chart.yaml'))) {
    return {
      sourceType: 'Helm',
      objects: await renderChart(files, folder, chart),
    };
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
