import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { CertificateConfig, CertificateSource } from './CertificateSource';

const path = 'gitops.sealedSecrets.certificates';

/** Reads `gitops.sealedSecrets.certificates`. Throws one `InputError` with every problem and its config path. */
export function readCertificateConfigs(
  config: Config,
): readonly CertificateConfig[] {
  const problems: string[] = [];
  const entries = config.getOptionalConfigArray(path) ?? [];
  const certificates = entries.flatMap((entry, index) => {
    const sources = sourcesOf(entry);
    const [source] = sources;
    if (!source || sources.length > 1) {
      problems.push(`${path}[${index}]: give exactly one of url, file and pem`);
      return [];
    }
    if (source.type === 'url' && !isHttpUrl(source.url)) {
      problems.push(`${path}[${index}].url: must be an http or https URL`);
      return [];
    }
    const environments = entry.getOptionalStringArray('environments');
    return [{ ...(environments && { environments }), source }];
  });
  if (problems.length > 0) {
    throw new InputError(
      `Sealing certificates are not configured correctly:\n${problems.map(problem => `- ${problem}`).join('\n')}`,
    );
  }
  return certificates;
}

function sourcesOf(entry: Config): readonly CertificateSource[] {
  const url = entry.getOptionalString('url');
  const file = entry.getOptionalString('file');
  const pem = entry.getOptionalString('pem');
  return [
    ...(url ? [{ type: 'url' as const, url }] : []),
    ...(file ? [{ type: 'file' as const, path: file }] : []),
    ...(pem ? [{ type: 'pem' as const, pem }] : []),
  ];
}

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
