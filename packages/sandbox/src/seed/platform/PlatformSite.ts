/** Where a seeded platform repository lives, and how it is called; two of them may share one Argo CD. */
export interface PlatformSite {
  readonly provider: 'gitlab' | 'github';
  /** With its port. */
  readonly host: string;
  /** Web address of the repository, without `.git`. */
  readonly url: string;
  /** `<owner>/<repository>`. */
  readonly slug: string;
  /** Of the root application and of the component. */
  readonly name: string;
  /** Owns all apps; its projects are `<team>-<environment>`. */
  readonly team: string;
  /** The one app that is there already. */
  readonly app: {
    readonly name: string;
    /** Without tag. */
    readonly image: string;
  };
}

export const platformEnvironments = ['dev', 'staging', 'prod'] as const;

export type PlatformEnvironment = (typeof platformEnvironments)[number];

export const argocdNamespace = 'argocd';
export const clusterServer = 'https://kubernetes.default.svc';
