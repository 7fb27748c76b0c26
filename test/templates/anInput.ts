/** What the wizard hands to the scaffolder. */
export interface TemplateValues {
  readonly name: string;
  readonly description?: string;
  readonly owner: string;
  readonly starter: string;
  /** Of the starter `stack`. */
  readonly services?: readonly string[];
  readonly environments: readonly string[];
  readonly ci: string;
  readonly layout: string;
  readonly packaging: string;
  readonly registry: string;
  readonly secretStore: string;
  readonly argocdInstance: string;
  readonly group?: string;
  readonly gitlabHost?: string;
  readonly githubOwner?: string;
  readonly githubHost?: string;
  readonly platformRepository?: string;
  readonly imageRepository?: string;
  readonly dockerhubNamespace?: string;
  readonly awsAccountId?: string;
  readonly awsRegion?: string;
  readonly awsSystem?: string;
  readonly secrets?: SealedSecretsValue;
}

/** Form data of the field `GitopsSealedSecrets`. */
export interface SealedSecretsValue {
  readonly fingerprint?: string;
  readonly keys: readonly string[];
  readonly sealed: readonly {
    readonly environment: string;
    readonly namespace: string;
    readonly name: string;
    readonly encryptedData: Readonly<Record<string, string>>;
  }[];
}

/** Answers to the wizard's questions, valid as they are. */
export function anInput(over: Partial<TemplateValues> = {}): TemplateValues {
  const name = over.name ?? 'orders-api';
  return {
    name,
    description: 'Takes orders.',
    owner: 'group:default/shop',
    starter: 'fastapi',
    environments: ['dev', 'staging', 'prod'],
    layout: 'own',
    packaging: 'kustomize',
    secretStore: 'sealed-secrets',
    argocdInstance: 'main',
    ...whatFollows(over),
    ...over,
  };
}

// The form asks these once the answers before make them necessary.
function whatFollows(over: Partial<TemplateValues>) {
  const ci = over.ci ?? 'gitlab';
  const registry = over.registry ?? (ci === 'github' ? 'ghcr' : 'gitlab');
  return {
    ci,
    registry,
    ...(ci === 'github'
      ? { githubOwner: 'demo', githubHost: 'github.com' }
      : { group: 'demo', gitlabHost: 'gitlab.example.com' }),
    ...(over.layout === 'platform' && { platformRepository: 'platform' }),
    ...(over.starter === 'stack' && {
      services: ['fastapi', 'streamlit', 'mlflow', 'kafka'],
    }),
    ...(registry === 'ecr' && {
      awsAccountId: '123456789012',
      awsRegion: 'eu-central-1',
    }),
    ...(registry === 'dockerhub' && { dockerhubNamespace: 'shopteam' }),
    ...(registry === 'other' && {
      imageRepository: 'registry.example.com/shop/orders-api',
    }),
    ...(over.secretStore === 'aws-ssm' && {
      awsSystem: 'shop',
      awsRegion: 'eu-central-1',
    }),
  };
}
