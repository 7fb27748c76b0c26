import type { HumanDuration } from '@backstage/types';

export interface Config {
  gitops?: {
    /**
     * Environments in the order of promotion. Default: dev, staging, prod.
     */
    environments?: Array<
      | string
      | {
          /** Lower-case letters, digits and dashes. */
          name: string;
          tier?: 'development' | 'staging' | 'production';
        }
    >;

    /**
     * Key of the label that names an application's environment. Default: `gitops/environment`.
     */
    environmentLabel?: string;

    projection?: {
      /**
       * How often every engine's watch is renewed, against events that were lost on the way. Default: 5 minutes.
       */
      resyncInterval?: HumanDuration | string;
      /**
       * Pause before the first attempt to reconnect; it doubles up to 30 seconds. Default: 1 second.
       */
      reconnectDelay?: HumanDuration | string;
    };

    pipelines?: {
      /**
       * How often the pipelines that somebody looks at are asked for. Default: 5 seconds.
       */
      pollInterval?: HumanDuration | string;
      /**
       * How long a pipeline counts as fresh when nobody watches it. Default: 30 seconds.
       */
      cacheTtl?: HumanDuration | string;
    };

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
