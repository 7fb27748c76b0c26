import type { SealingCertificates } from '../sealing/SealingCertificates';
import type { PreflightCheck } from './PreflightRequest';

/** A sealing certificate that cannot be had, or that has expired. */
export function checkCertificates(
  certificates: SealingCertificates,
): PreflightCheck {
  return async ({ environments }, signal) => {
    const problems = await Promise.all(
      environments.map(async environment => {
        try {
          const { notAfter } = await certificates.fetch(
            { environment },
            { signal },
          );
          return Date.parse(notAfter) > Date.now()
            ? undefined
            : `The sealing certificate of ${environment} expired at ${notAfter}. Renew the key of the cluster's sealed-secrets controller`;
        } catch (error) {
          signal?.throwIfAborted();
          return error instanceof Error ? error.message : String(error);
        }
      }),
    );
    // Environments often share a certificate.
    return [...new Set(problems.filter(problem => problem !== undefined))];
  };
}
