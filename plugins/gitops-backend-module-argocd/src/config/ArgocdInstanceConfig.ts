/**
 * One Argo CD as configured under `argocd.appLocatorMethods[].instances[]`.
 * @public
 */
export interface ArgocdInstanceConfig {
  /** What `argocd/instance-name` annotations and `ApplicationId.instance` say. */
  readonly name: string;
  /** Where the backend reaches the API, without a trailing slash; a path prefix is kept. */
  readonly url: string;
  /** Where people reach the pages; `url` when absent. */
  readonly frontendUrl?: string;
  readonly credentials: ArgocdCredentials;
  readonly tls: {
    /** PEM of a certificate authority to trust besides the well-known ones. */
    readonly ca?: string;
    /** False accepts any certificate of this instance alone. */
    readonly rejectUnauthorized: boolean;
  };
}

/** @public */
export type ArgocdCredentials =
  | { readonly type: 'token'; readonly token: string }
  | {
      readonly type: 'login';
      readonly username: string;
      readonly password: string;
    };
