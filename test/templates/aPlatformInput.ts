/** What the wizard hands to the scaffolder for the template `gitops-platform`. */
export interface PlatformValues {
  readonly name: string;
  readonly description?: string;
  readonly owner: string;
  readonly environments: readonly string[];
  readonly teams: readonly { readonly name: string; readonly group: string }[];
  readonly productionWindow: string;
  readonly ci: string;
  /** With GitLab. */
  readonly productionGroup?: string;
  readonly group?: string;
  readonly gitlabHost?: string;
  /** With GitHub. */
  readonly productionTeam?: string;
  readonly githubOwner?: string;
  readonly githubHost?: string;
  readonly argocdInstance: string;
  readonly argocdNamespace: string;
  readonly clusterServer: string;
  readonly observability?: boolean;
  readonly sealedSecrets?: boolean;
  readonly example?: boolean;
}

/** Answers to the wizard's questions, valid as they are: two teams, and everything that can come along. */
export function aPlatformInput(
  over: Partial<PlatformValues> = {},
): PlatformValues {
  const ci = over.ci ?? 'gitlab';
  return {
    name: 'platform',
    owner: 'group:default/platform',
    environments: ['dev', 'staging', 'prod'],
    teams: [
      { name: 'shop', group: 'shop' },
      {
        name: 'finance',
        group: ci === 'github' ? 'finance' : 'company/finance',
      },
    ],
    productionWindow: 'always',
    ci,
    ...(ci === 'github'
      ? { githubOwner: 'demo', githubHost: 'github.com' }
      : {
          productionGroup: 'release-managers',
          group: 'demo',
          gitlabHost: 'gitlab.example.com',
        }),
    argocdInstance: 'main',
    argocdNamespace: 'argocd',
    clusterServer: 'https://kubernetes.default.svc',
    ...over,
  };
}
