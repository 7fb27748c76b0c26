import { z } from 'zod';

const containers = z
  .array(z.object({ image: z.string().nullish() }))
  .nullish()
  .catch(undefined);

const podSpec = z.object({
  containers,
  initContainers: containers,
});

/** Deep enough for a CronJob (`spec.jobTemplate.spec.template.spec`), with room for custom workloads and lists of objects. */
const MAX_DEPTH = 12;

/**
 * Image references of every pod that rendered objects (JSON, one each) describe: pods, and whatever embeds a pod template.
 * Sorted, without duplicates. What is no JSON object is passed over.
 */
export function imagesOfManifests(
  manifests: readonly string[],
): readonly string[] {
  const images = new Set<string>();
  for (const manifest of manifests) {
    collect(parse(manifest), images, 0);
  }
  return [...images].sort();
}

function parse(manifest: string): unknown {
  try {
    return JSON.parse(manifest);
  } catch {
    return undefined;
  }
}

/** Custom workloads (Rollout, StatefulSet of some operator, …) put their template where they like, so it is looked for. */
function collect(node: unknown, images: Set<string>, depth: number): void {
  if (typeof node !== 'object' || node === null || depth > MAX_DEPTH) return;
  if (!Array.isArray(node)) {
    const spec = podSpec.safeParse(node);
    if (spec.success) {
      const all = [
        ...(spec.data.initContainers ?? []),
        ...(spec.data.containers ?? []),
      ];
      for (const { image } of all) {
        if (image) images.add(image);
      }
    }
  }
  for (const child of Object.values(node)) {
    collect(child, images, depth + 1);
  }
}
