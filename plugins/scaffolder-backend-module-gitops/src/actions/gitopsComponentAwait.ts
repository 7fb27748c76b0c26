import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { waitForEntity } from '../catalog/waitForEntity';
import { examples } from './gitopsComponentAwait.examples';

/** `gitops:component:await`: lets a run end when its links lead somewhere. */
export function createGitopsComponentAwaitAction(options: {
  readonly catalog: CatalogService;
  /** Injected by tests. */
  readonly pauseMs?: number;
}) {
  return createTemplateAction({
    id: 'gitops:component:await',
    description:
      'Waits until the catalog shows an entity that was registered before, so that links to its page work when the run ends. When it takes too long, the step warns and does not fail.',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        entityRef: z =>
          z
            .string()
            .describe('Entity to wait for, as catalog:register returns it'),
        timeoutSeconds: z =>
          z
            .number()
            .int()
            .min(1)
            .max(300)
            .optional()
            .describe('How long to wait at most. Default: 60'),
      },
      output: { found: z => z.boolean() },
    },
    async handler(ctx) {
      const { input, signal } = ctx;
      // Before the reference is read: in a dry run catalog:register returns none.
      if (ctx.isDryRun) {
        ctx.logger.info('Would wait until the catalog shows the component');
        ctx.output('found', false);
        return;
      }
      const entityRef = stringifyEntityRef(parseEntityRef(input.entityRef));
      const timeoutSeconds = input.timeoutSeconds ?? 60;
      const credentials = await ctx.getInitiatorCredentials();
      const result = await waitForEntity(
        async () =>
          (await options.catalog.getEntityByRef(entityRef, { credentials })) !==
          undefined,
        {
          timeoutMs: timeoutSeconds * 1000,
          pauseMs: options.pauseMs ?? 500,
          signal,
        },
      );
      if (result.found) {
        ctx.logger.info(`The catalog shows ${entityRef}`);
      } else {
        ctx.logger.warn(sayMissing(entityRef, timeoutSeconds, result.problem));
      }
      ctx.output('found', result.found);
    },
  });
}

function sayMissing(
  entityRef: string,
  timeoutSeconds: number,
  problem: string | undefined,
): string {
  return [
    `The catalog does not show ${entityRef} after ${timeoutSeconds} s.`,
    ...(problem ? [`Its last answer was: ${problem}.`] : []),
    'Everything was created, and the catalog is slow: the page appears by itself once it has read the component.',
    'If it stays away, open the Location of the component in the catalog and look at its errors.',
  ].join(' ');
}
