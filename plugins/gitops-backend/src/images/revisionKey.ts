import { createHash } from 'node:crypto';
import type { Application } from '@slipway/plugin-gitops-common';

/**
 * Names the images of an application at some revisions. The sources belong to it: another path or chart renders other images
 * at the same revision. Their target revision does not, because the revisions are given.
 */
export function revisionKey(
  application: Application,
  revisions: readonly string[],
): string {
  const { instance, namespace, name } = application.id;
  const sources = application.sources.map(source => [
    source.repoUrl,
    source.path ?? null,
    source.chart ?? null,
    source.helmValueFiles ?? [],
  ]);
  return createHash('sha256')
    .update(
      JSON.stringify([instance, namespace ?? '', name, sources, revisions]),
    )
    .digest('hex');
}
