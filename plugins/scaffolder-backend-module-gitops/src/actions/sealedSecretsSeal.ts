import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { sealSecret } from '@slipway/plugin-gitops-common';
import { onlySecrets } from '../sealing/onlySecrets';
import type { SealingCertificates } from '../sealing/SealingCertificates';
import { writeSealedSecret } from '../sealing/writeSealedSecret';
import { examples } from './sealedSecretsSeal.examples';

/** `sealed-secrets:seal`: seals on the server, for callers without a browser. */
export function createSealedSecretsSealAction(options: {
  readonly certificates: SealingCertificates;
}) {
  return createTemplateAction({
    id: 'sealed-secrets:seal',
    description:
      'Seals secrets of the task for one cluster and writes the SealedSecret into the workspace. For machines: in a browser, the form field seals before anything is sent.',
    supportsDryRun: true,
    examples,
    schema: {
      input: {
        environment: z =>
          z
            .string()
            .optional()
            .describe('Environment whose configured certificate is used'),
        certificateUrl: z =>
          z
            .string()
            .optional()
            .describe(
              'Instead of environment: one of the configured certificate URLs',
            ),
        namespace: z => z.string().min(1).describe('Final namespace'),
        name: z => z.string().min(1).describe('Final name of the Secret'),
        scope: z =>
          z
            .enum(['strict', 'namespace-wide', 'cluster-wide'])
            .optional()
            .describe('Where it may be opened. Default: strict'),
        values: z =>
          z
            .record(z.string())
            .describe('Values by key, from ${{ secrets.… }} only'),
        path: z =>
          z.string().min(1).describe('File to write, within the workspace'),
      },
      output: {
        path: z => z.string(),
        keys: z => z.array(z.string()),
        fingerprint: z =>
          z.string().describe('SHA-256 of the certificate that was used'),
      },
    },
    async handler(ctx) {
      const { input, signal } = ctx;
      const { environment, certificateUrl, namespace, name } = input;
      const wanted = certificateUrl
        ? { url: certificateUrl }
        : environment && { environment };
      if (!wanted || (certificateUrl && environment)) {
        throw new InputError('Give either environment or certificateUrl');
      }
      // Who tries a template out has no secrets at hand.
      const data = ctx.isDryRun
        ? Object.fromEntries(Object.keys(input.values).map(key => [key, '']))
        : onlySecrets(input.values, ctx.secrets);
      const { pem, fingerprint } = await options.certificates.fetch(wanted, {
        signal,
      });
      const manifest = await sealSecret({
        certificatePem: pem,
        scope: input.scope ?? 'strict',
        namespace,
        name,
        data,
      });
      await writeSealedSecret(
        ctx.workspacePath,
        input.path,
        manifest,
        fingerprint,
      );
      const keys = Object.keys(data);
      ctx.logger.info(
        `Sealed ${keys.length} value(s) for ${namespace}/${name} into ${input.path}`,
      );
      ctx.output('path', input.path);
      ctx.output('keys', keys);
      ctx.output('fingerprint', fingerprint);
    },
  });
}
