import { readCertificate, sealSecret } from '@slipway/plugin-gitops-common';
import type { SealedSecretsValue } from '../../templates/anInput';

/** What the form seals in the browser, for every environment, with the certificate that a controller serves. */
export async function sealForForm(
  url: string,
  name: string,
  environments: readonly string[],
  data: Readonly<Record<string, string>>,
): Promise<SealedSecretsValue> {
  const response = await fetch(`${url}/v1/cert.pem`);
  const certificatePem = await response.text();
  const sealed = environments.map(async environment => {
    const target = {
      namespace: `${name}-${environment}`,
      name: `${name}-secrets`,
    };
    const { spec } = await sealSecret({
      ...target,
      certificatePem,
      scope: 'strict',
      data,
    });
    return { environment, ...target, encryptedData: spec.encryptedData };
  });
  const { fingerprint } = await readCertificate(certificatePem);
  return {
    fingerprint,
    keys: Object.keys(data),
    sealed: await Promise.all(sealed),
  };
}
