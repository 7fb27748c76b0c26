/** Where the public certificate of a cluster's sealed-secrets controller is. */
export type CertificateSource =
  | { readonly type: 'url'; readonly url: string }
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'pem'; readonly pem: string };

/** An entry of `gitops.sealedSecrets.certificates`. */
export interface CertificateConfig {
  /** Absent means all environments. */
  readonly environments?: readonly string[];
  readonly source: CertificateSource;
}
