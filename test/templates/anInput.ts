/** What the wizard hands to the scaffolder. */
export interface TemplateValues {
  readonly name: string;
  readonly description?: string;
  readonly owner: string;
  readonly starter: string;
  readonly environments: readonly string[];
  readonly group: string;
  readonly gitlabHost: string;
  readonly argocdInstance: string;
  readonly imageRepository?: string;
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
    group: 'demo',
    gitlabHost: 'gitlab.example.com',
    argocdInstance: 'main',
    ...over,
  };
}
