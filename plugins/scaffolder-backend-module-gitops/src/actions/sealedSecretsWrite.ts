import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { sealedSecretManifest } from '@slipway/plugin-gitops-common';
import { checkSealedInput, forEnvironment } from '../sealing/checkSealedInput';
import { writeSealedSecret } from '../sealing/writeSealedSecret';
import { examples } from './sealedSecretsWrite.examples';

/** `sealed-secrets:write`: writes what a browser sealed. */
export function createSealedSecretsWriteAction() {
  return createTemplateAction({
    id: 'sealed-secrets:write',
    description:
      'Writes secrets that were sealed in the browser into the workspace, a file an environment. Refuses what is not sealed, or was sealed for something else.',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        sealed: z =>
          z
            .array(
              z.object({
                environment: z.string(),
                namespace: z.string(),
                name: z.string(),
                scope: z
                  .enum(['strict', 'namespace-wide', 'cluster-wide'])
                  .optional(),
                encryptedData: z.record(z.string()),
                fingerprint: z.string().optional(),
              }),
            )
            .describe('What the form field gives, an entry an environment'),
        fingerprint: z =>
          z
            .string()
            .optional()
            .describe('Certificate of the entries that name none'),
        namespace: z =>
          z
            .string()
            .describe(
              'Namespace that everything must be sealed for; {environment} stands for the environment',
            ),
        name: z =>
          z.string().describe('Name that everything must be sealed for'),
        path: z =>
          z
            .string()
            .optional()
            .describe(
              'File to write. Default: k8s/overlays/{environment}/sealed-secret.yaml',
            ),
      },
      output: { paths: z => z.array(z.string()) },
    },
    async handler(ctx) {
      const { input } = ctx;
      checkSealedInput(input);
      const paths: string[] = [];
      for (const entry of input.sealed) {
        const { environment } = entry;
        const path = forEnvironment(
          input.path ?? 'k8s/overlays/{environment}/sealed-secret.yaml',
          environment,
        );
        const target = {
          scope: entry.scope ?? ('strict' as const),
          namespace: forEnvironment(input.namespace, environment),
          name: forEnvironment(input.name, environment),
        };
        await writeSealedSecret(
          ctx.workspacePath,
          path,
          sealedSecretManifest(target, entry.encryptedData),
          entry.fingerprint || input.fingerprint,
        );
        ctx.logger.info(
          `Wrote ${Object.keys(entry.encryptedData).length} sealed value(s) for ${target.namespace}/${target.name} into ${path}`,
        );
        paths.push(path);
      }
      ctx.output('paths', paths);
    },
  });
}
