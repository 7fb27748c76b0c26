import path from 'node:path';
import { dryRun } from './renderTemplate';
import { templatesRoot } from './templateFolder';

/** One `fetch:template` step. */
export interface SkeletonStep {
  /** Below the template's `skeletons/`. */
  readonly skeleton: string;
  readonly targetPath?: string;
  readonly values: object;
}

/**
 * What single skeletons of a template give for values of their own, so that a part can be tested in all its variants without
 * the wizard's answers that lead there. Content by path.
 */
export async function renderSkeletons(
  steps: readonly SkeletonStep[],
  template = 'python-gitops-app',
): Promise<ReadonlyMap<string, string>> {
  const rendered = await dryRun(
    {
      apiVersion: 'scaffolder.backstage.io/v1beta3',
      kind: 'Template',
      metadata: { name: 'skeletons' },
      spec: {
        owner: 'group:default/platform',
        type: 'service',
        steps: steps.map(({ skeleton, targetPath = '.', values }, index) => ({
          id: `step${index}`,
          name: skeleton,
          action: 'fetch:template',
          input: {
            url: `./skeletons/${skeleton}`,
            targetPath,
            trimBlocks: true,
            lstripBlocks: true,
            values,
          },
        })),
      },
    },
    {},
    path.join(templatesRoot, template),
  );
  return rendered.files;
}
