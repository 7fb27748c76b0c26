import { applyPatches } from './applyPatches';
import { contentHash } from './contentHash';
import { fixNameReferences } from './fixNameReferences';
import { generateResources } from './generateResources';
import { parseKustomization, type Kustomization } from './kustomization';
import { parseManifests, type KubernetesObject } from './KubernetesObject';
import { RenderError } from './RenderError';
import {
  mergeResources,
  newResource,
  renamed,
  type Resource,
} from './Resource';
import { isWithin, resolvePath, type RevisionFiles } from './RevisionFiles';
import { transformImages } from './transformImages';
import {
  addAnnotations,
  addLabels,
  addNameAffixes,
  setNamespace,
} from './transformMetadata';
import { transformReplicas } from './transformReplicas';

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Path of the kustomization file in a folder, or undefined when it has none. */
export async function findKustomization(
  files: RevisionFiles,
  folder: string,
): Promise<string | undefined> {
  const present = new Set(await files.listFiles(folder));
  const found = fileNames
    .map(name => resolvePath(folder, name))
    .filter(path => present.has(path));
  if (found.length > 1) {
    throw new RenderError(
      `Found multiple kustomization files under: ${folder}`,
    );
  }
  return found[0];
}

/** What `kustomize build` of a folder gives, for the fields that the sandbox knows; throws `RenderError`. */
export async function renderKustomization(
  files: RevisionFiles,
  folder: string,
): Promise<readonly KubernetesObject[]> {
  const resources = await accumulate(files, folder, [], []);
  const hashed = resources.map(resource =>
    resource.hashed
      ? renamed(
          resource,
          `${resource.object.metadata.name}-${contentHash(resource.object)}`,
        )
      : resource,
  );
  return fixNameReferences(hashed).map(resource => resource.object);
}

/** One layer: its resources, components and generators, then its transformers in Kustomize's order. */
async function accumulate(
  files: RevisionFiles,
  folder: string,
  above: readonly string[],
  inherited: readonly Resource[],
): Promise<readonly Resource[]> {
  if (above.includes(folder)) {
    throw new RenderError(`cycle detected: ${[...above, folder].join(' -> ')}`);
  }
  const path = await findKustomization(files, folder);
  if (path === undefined) {
    throw new RenderError(
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${folder}'`,
    );
  }
  const kustomization = parseKustomization(await readText(files, path), path);
  const readOwnFile = (relative: string) => readOwn(files, folder, relative);
  const lineage = [...above, folder];

  let resources = inherited;
  for (const entry of kustomization.resources ?? []) {
    resources = mergeResources(
      resources,
      await load(files, folder, entry, lineage),
    );
  }
  for (const entry of kustomization.components ?? []) {
    resources = await accumulate(
      files,
      resolvePath(folder, entry),
      lineage,
      resources,
    );
  }
  resources = await generateResources(kustomization, resources, readOwnFile);
  resources = await applyPatches(
    withoutJson6902(kustomization),
    resources,
    readOwnFile,
  );
  resources = setNamespace(kustomization, resources);
  resources = addNameAffixes(kustomization, resources);
  resources = addLabels(kustomization, resources);
  resources = addAnnotations(kustomization, resources);
  resources = await applyPatches(
    { patchesJson6902: kustomization.patchesJson6902 },
    resources,
    readOwnFile,
  );
  resources = transformReplicas(kustomization, resources);
  return transformImages(kustomization.images ?? [], resources);
}

async function load(
  files: RevisionFiles,
  folder: string,
  entry: string,
  lineage: readonly string[],
): Promise<readonly Resource[]> {
  if (/^[a-z+]+:\/\/|^git@|^github\.com\//i.test(entry)) {
    throw new RenderError(
      `resource "${entry}": the sandbox does not fetch remote resources`,
    );
  }
  const path = resolvePath(folder, entry);
  const below = await files.listFiles(path);
  if (below.length > 0 && !below.includes(path)) {
    return accumulate(files, path, lineage, []);
  }
  const text = await readOwn(files, folder, entry);
  return parseManifests(text, path).map(object => newResource(object));
}

/** Kustomize reads files only from the kustomization's own folder and below. */
async function readOwn(
  files: RevisionFiles,
  folder: string,
  relative: string,
): Promise<string> {
  const path = resolvePath(folder, relative);
  if (!isWithin(folder, path)) {
    throw new RenderError(
      `security; file '${path}' is not in or below '${folder || '.'}'`,
    );
  }
  return readText(files, path);
}

async function readText(files: RevisionFiles, path: string): Promise<string> {
  const text = await files.readFile(path);
  if (text === undefined) {
    throw new RenderError(`accumulating resources: '${path}' doesn't exist`);
  }
  return text;
}

function withoutJson6902(kustomization: Kustomization): Kustomization {
  return { ...kustomization, patchesJson6902: undefined };
}
