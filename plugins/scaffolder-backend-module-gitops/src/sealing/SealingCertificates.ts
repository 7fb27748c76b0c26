import { readFile } from 'node:fs/promises';
import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { readCertificate } from '@slipway/plugin-gitops-common';
import type { CertificateConfig, CertificateSource } from './CertificateSource';

/** A certificate that was fetched and read. */
export interface FetchedCertificate {
  readonly pem: string;
  readonly fingerprint: string;
  readonly notAfter: string;
}

/** The configured certificates; fetched anew each time, because controllers renew them. */
export interface SealingCertificates {
  readonly isConfigured: boolean;
  /** Throws `InputError` when none is configured for the environment or URL, `ServiceUnavailableError` when it cannot be had. */
  fetch(
    wanted: { readonly environment: string } | { readonly url: string },
    options?: { readonly signal?: AbortSignal },
  ): Promise<FetchedCertificate>;
}

const timeoutMs = 10_000;
const longestPem = 64 * 1024;

export function createSealingCertificates(
  configs: readonly CertificateConfig[],
): SealingCertificates {
  return {
    isConfigured: configs.length > 0,
    async fetch(wanted, { signal } = {}) {
      const source = find(configs, wanted);
      const pem = await load(source, signal);
      const { fingerprint, notAfter } = await readCertificate(pem).catch(
        error => {
          throw new ServiceUnavailableError(
            `${describe(source)} is not usable`,
            error,
          );
        },
      );
      return { pem, fingerprint, notAfter };
    },
  };
}

function find(
  configs: readonly CertificateConfig[],
  wanted: { readonly environment: string } | { readonly url: string },
): CertificateSource {
  const config = configs.find(({ environments, source }) =>
    'url' in wanted
      ? source.type === 'url' && source.url === wanted.url
      : !environments || environments.includes(wanted.environment),
  );
  if (!config) {
    throw new InputError(
      'url' in wanted
        ? `The certificate URL ${wanted.url} is not configured. Add it under gitops.sealedSecrets.certificates`
        : `No sealing certificate is configured for “${wanted.environment}”. Add one under gitops.sealedSecrets.certificates`,
    );
  }
  return config.source;
}

async function load(
  source: CertificateSource,
  signal: AbortSignal | undefined,
): Promise<string> {
  try {
    switch (source.type) {
      case 'url':
        return await download(source.url, signal);
      case 'file':
        return await readFile(source.path, { encoding: 'utf8', signal });
      case 'pem':
        return source.pem;
      default:
        return source satisfies never;
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw new ServiceUnavailableError(
      `${describe(source)} cannot be fetched`,
      error,
    );
  }
}

async function download(
  url: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, {
    redirect: 'error',
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`The answer was HTTP ${response.status}`);
  }
  const text = await response.text();
  if (text.length > longestPem) {
    throw new Error('The answer is too long for a certificate');
  }
  return text;
}

function describe(source: CertificateSource): string {
  switch (source.type) {
    case 'url':
      return `The sealing certificate of ${source.url}`;
    case 'file':
      return `The sealing certificate in ${source.path}`;
    case 'pem':
      return 'The sealing certificate in the configuration';
    default:
      return source satisfies never;
  }
}
