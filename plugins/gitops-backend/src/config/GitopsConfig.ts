import type { Environment } from '@slipway/plugin-gitops-common';

/** Where a sealing certificate is read from. */
export type CertificateSource =
  | { readonly type: 'url'; readonly url: string }
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'pem'; readonly pem: string };

export interface CertificateConfig {
  /** Absent means all environments. */
  readonly environments?: readonly string[];
  readonly source: CertificateSource;
}

/** The `gitops` block with its defaults. */
export interface GitopsConfig {
  readonly environments: readonly Environment[];
  readonly environmentLabel: string;
  readonly projection: {
    readonly resyncIntervalMs: number;
    readonly reconnectDelayMs: number;
  };
  readonly pipelines: {
    readonly pollIntervalMs: number;
    readonly cacheTtlMs: number;
  };
  readonly certificates: readonly CertificateConfig[];
}
