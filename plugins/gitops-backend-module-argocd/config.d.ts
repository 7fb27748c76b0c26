export interface Config {
  /** The block that users of Roadie's Argo CD plugin already have. */
  argocd?: {
    /** Used by instances that carry neither a token nor a login of their own. */
    username?: string;
    /**
     * Belongs to `username`.
     * @visibility secret
     */
    password?: string;

    appLocatorMethods?: Array<{
      type: 'config';
      instances: Array<{
        /** What `argocd/instance-name` annotations say. Unique. */
        name: string;
        /** Where the backend reaches the API, for example https://argocd.example.com or https://example.com/argocd. */
        url: string;
        /** Where people reach the pages, when that differs from `url`. */
        frontendUrl?: string;
        /**
         * Token of an Argo CD account with `apiKey`, or of a project role.
         * @visibility secret
         */
        token?: string;
        /** A local Argo CD account to log in with when there is no token. */
        username?: string;
        /**
         * Belongs to `username`.
         * @visibility secret
         */
        password?: string;
        /** TLS of this instance alone. */
        tls?: {
          /** PEM of the certificate authority that signed the instance's certificate. */
          ca?: string;
          /** File that holds that PEM. */
          caFile?: string;
          /** False accepts any certificate; true by default. */
          rejectUnauthorized?: boolean;
        };
      }>;
    }>;
  };
}
