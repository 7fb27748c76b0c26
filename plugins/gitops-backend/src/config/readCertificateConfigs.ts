import type { Config } from '@backstage/config';
import type { Environment } from '@slipway/plugin-gitops-common';
import { z } from 'zod';
import type { CertificateConfig, CertificateSource } from './GitopsConfig';
import type { ReportProblem } from './readGitopsConfig';

const certificateSchema = z.strictObject({
  environments: z.array(z.string()).nonempty().optional(),
  url: z.string().optional(),
  file: z.string().min(1).optional(),
  pem: z.string().min(1).optional(),
});

const path = 'gitops.sealedSecrets.certificates';

export function readCertificateConfigs(
  root: Config,
  environments: readonly Environment[],
  report: ReportProblem,
): readonly CertificateConfig[] {
  const value: unknown = root.getOptional(path);
  if (value === undefined) {
    return [];
  }
  if (!Array.isArray(value)) {
    report(path, 'must be a list');
    return [];
  }
  return value.flatMap((item: unknown, index) => {
    const itemPath = `${path}[${index}]`;
    const parsed = certificateSchema.safeParse(item);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      report([itemPath, ...issue.path].join('.'), issue.message);
      return [];
    }
    for (const name of parsed.data.environments ?? []) {
      if (!environments.some(environment => environment.name === name)) {
        report(`${itemPath}.environments`, `“${name}” is not an environment`);
      }
    }
    const source = readSource(parsed.data, itemPath, report);
    return source ? [{ environments: parsed.data.environments, source }] : [];
  });
}

function readSource(
  { url, file, pem }: z.infer<typeof certificateSchema>,
  itemPath: string,
  report: ReportProblem,
): CertificateSource | undefined {
  const sources: CertificateSource[] = [
    ...(url === undefined ? [] : [{ type: 'url' as const, url }]),
    ...(file === undefined ? [] : [{ type: 'file' as const, path: file }]),
    ...(pem === undefined ? [] : [{ type: 'pem' as const, pem }]),
  ];
  const [source] = sources;
  if (!source || sources.length > 1) {
    report(itemPath, 'give exactly one of url, file and pem');
    return undefined;
  }
  if (source.type === 'url' && !isHttpUrl(source.url)) {
    report(`${itemPath}.url`, 'must be an http or https URL');
    return undefined;
  }
  return source;
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
