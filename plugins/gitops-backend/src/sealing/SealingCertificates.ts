import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import {
  readCertificate,
  type SealingCertificate,
} from '@slipway/plugin-gitops-common';
import type {
  CertificateConfig,
  CertificateSource,
  GitopsConfig,
} from '../config';
import { readPem } from './readPem';

type Certificate = Omit<SealingCertificate, 'environment'>;

interface Cached {
  readonly certificate: Promise<Certificate>;
  readonly until: number;
}

const ttlMs = 3 * 60_000;

/** The public certificates that secrets are sealed with, kept for a few minutes because controllers renew them. */
export class SealingCertificates {
  readonly #config: GitopsConfig;
  readonly #cache = new Map<CertificateSource, Cached>();

  constructor(config: GitopsConfig) {
    this.#config = config;
  }

  /** Throws `NotFoundError` where none is configured, `ServiceUnavailableError` where it cannot be read. */
  async get(environment: string): Promise<SealingCertificate> {
    const { environments, certificates } = this.#config;
    if (!environments.some(({ name }) => name === environment)) {
      throw new NotFoundError(
        `There is no environment “${environment}”; there are ${environments
          .map(({ name }) => name)
          .join(', ')}`,
      );
    }
    const config = certificates.find(candidate =>
      covers(candidate, environment),
    );
    if (!config) {
      throw new NotFoundError(
        `No sealing certificate is configured for ${environment}: add one to gitops.sealedSecrets.certificates`,
      );
    }
    return { environment, ...(await this.#read(config.source)) };
  }

  #read(source: CertificateSource): Promise<Certificate> {
    const cached = this.#cache.get(source);
    if (cached && cached.until > Date.now()) {
      return cached.certificate;
    }
    const certificate = load(source);
    this.#cache.set(source, { certificate, until: Date.now() + ttlMs });
    certificate.catch(() => this.#cache.delete(source));
    return certificate;
  }
}

async function load(source: CertificateSource): Promise<Certificate> {
  const text = await readPem(source);
  try {
    const { fingerprint, notAfter } = await readCertificate(text);
    return { pem: text, fingerprint, notAfter };
  } catch (error) {
    throw new ServiceUnavailableError(
      `What ${nameOf(source)} gives is no sealing certificate: ${
        error instanceof Error ? error.message : 'it cannot be read'
      }`,
      error,
    );
  }
}

function nameOf(source: CertificateSource): string {
  switch (source.type) {
    case 'url':
      return new URL(source.url).host;
    case 'file':
      return source.path;
    case 'pem':
      return 'gitops.sealedSecrets.certificates';
    default:
      return source satisfies never;
  }
}

function covers(
  { environments }: CertificateConfig,
  environment: string,
): boolean {
  return environments?.includes(environment) ?? true;
}
