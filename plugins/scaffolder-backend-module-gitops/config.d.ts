export interface Config {
  gitops?: {
    /**
     * Environments in the order of promotion. Default: dev, staging, prod.
     */
    environments?: Array<
      | string
      | {
          name: string;
          tier?: 'development' | 'staging' | 'production';
        }
    >;

    /**
     * Key of the label that names an application's environment. Default: `gitops/environment`.
     */
    environmentLabel?: string;

    sealedSecrets?: {
      /**
       * Where the public certificates of the sealed-secrets controllers are. The first entry that covers an environment wins.
       */
      certificates?: Array<{
        /** Environments that the certificate serves. Default: all. */
        environments?: string[];
        /** The controller's `/v1/cert.pem`. Exactly one of `url`, `file` and `pem`. */
        url?: string;
        /** Path of a PEM file on the backend's machine. */
        file?: string;
        /** The certificate itself. */
        pem?: string;
      }>;
    };
  };
}
