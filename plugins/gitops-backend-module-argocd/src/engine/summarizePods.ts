import type { PodSummary } from '@slipway/plugin-gitops-common';
import type { ArgocdResourceTree } from '../client/wire';

/** Counts the pods of a resource tree. A pod with two containers counts once for each of its images. */
export function summarizePods(tree: ArgocdResourceTree): PodSummary {
  const pods = tree.nodes.filter(node => node.kind === 'Pod' && !node.group);
  const byImage: Record<string, number> = {};
  for (const image of pods.flatMap(pod => [...new Set(pod.images)])) {
    byImage[image] = (byImage[image] ?? 0) + 1;
  }
  return {
    total: pods.length,
    ready: pods.filter(pod => pod.health?.status === 'Healthy').length,
    byImage,
  };
}
