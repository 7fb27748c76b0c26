import { anInput } from './anInput';
import { renderTemplate } from './renderTemplate';
import { aSealingKeyPair, sealedFor } from './sealedFor';

/** What the manifests depend on. */
export interface PackagedApp {
  readonly name: string;
  readonly starter: 'fastapi' | 'chatbot' | 'stack';
  /** Of the starter `stack`. */
  readonly services: readonly string[];
  readonly packaging: 'kustomize' | 'helm';
  readonly secretStore: 'sealed-secrets' | 'aws-ssm';
  readonly environments: readonly string[];
  /** Environments that have a sealed secret. */
  readonly sealed: readonly string[];
}

/** The part of a values file's name, and of a parameter's, that stands for an environment. */
export const short: Readonly<Record<string, string>> = {
  dev: 'dev',
  staging: 'stage',
  prod: 'prod',
};

/** An app as it is without any choice. */
export function aPackagedApp(over: Partial<PackagedApp> = {}): PackagedApp {
  return {
    name: 'orders-api',
    starter: 'fastapi',
    services: ['fastapi', 'streamlit', 'mlflow', 'kafka'],
    packaging: 'kustomize',
    secretStore: 'sealed-secrets',
    environments: ['dev', 'staging', 'prod'],
    sealed: [],
    ...over,
  };
}

const known = new Map<string, Promise<ReadonlyMap<string, string>>>();

/** Everything that says what runs in Kubernetes, Skaffold's files and sealed secrets included: content by path. */
export function renderPackaging(
  app: PackagedApp,
): Promise<ReadonlyMap<string, string>> {
  // Rendered once for all tests of a file.
  const key = JSON.stringify(app);
  const files = known.get(key) ?? render(app);
  known.set(key, files);
  return files;
}

async function render(app: PackagedApp): Promise<ReadonlyMap<string, string>> {
  const { name, starter, services, packaging, secretStore } = app;
  const files = await renderTemplate(
    anInput({
      name,
      starter,
      ...(starter === 'stack' && { services }),
      packaging,
      secretStore,
      environments: app.environments,
      registry: 'other',
      imageRepository: `registry.example.com/shop/${name}`,
      ...(app.sealed.length > 0 && {
        secrets: await sealedOnce(name, app.sealed),
      }),
    }),
  );
  return new Map(
    [...files].filter(([file]) => /^(charts|k8s|skaffold)\b/.test(file)),
  );
}

const sealed = new Map<string, ReturnType<typeof sealedFor>>();

// What is sealed twice differs, and would make two packagings of one app look different.
function sealedOnce(name: string, environments: readonly string[]) {
  const key = [name, ...environments].join(' ');
  const secrets = sealed.get(key) ?? seal(name, environments);
  sealed.set(key, secrets);
  return secrets;
}

async function seal(name: string, environments: readonly string[]) {
  const { publicKey } = await aSealingKeyPair();
  const values = { API_KEY: 'not a key' };
  return sealedFor({ name, environments, values, publicKey });
}
