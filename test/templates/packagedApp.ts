import { renderSkeletons, type SkeletonStep } from './renderSkeletons';

/** What the manifests depend on. */
export interface PackagedApp {
  readonly name: string;
  readonly starter: 'fastapi' | 'chatbot' | 'stack';
  /** Of the starter `stack`. */
  readonly services: readonly string[];
  readonly packaging: 'kustomize' | 'helm';
  readonly secretStore: 'sealed-secrets' | 'aws-ssm';
  readonly environments: readonly string[];
  /** Environments that have a sealed secret; its file is up to the test. */
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

/** Everything that says what runs in Kubernetes, Skaffold's file included: content by path. */
export async function renderPackaging(
  app: PackagedApp,
): Promise<ReadonlyMap<string, string>> {
  const values = valuesOf(app);
  const chart = `charts/${app.name}`;
  const own = app.packaging === 'helm' ? 'helm' : 'kustomize';
  const everywhere: readonly SkeletonStep[] =
    own === 'helm'
      ? [
          { skeleton: 'packaging/helm', targetPath: chart, values },
          ...(app.starter === 'fastapi'
            ? []
            : [
                {
                  skeleton: `packaging/helm-${app.starter}`,
                  targetPath: chart,
                  values,
                },
              ]),
        ]
      : kustomizeBase(app, values);
  const secrets =
    app.secretStore === 'sealed-secrets'
      ? []
      : (own === 'helm'
          ? [{ targetPath: chart, values }]
          : app.environments.map(environment => ({
              targetPath: `k8s/overlays/${environment}`,
              values: { ...values, environment },
            }))
        ).map(step => ({ skeleton: 'secrets/aws-ssm', ...step }));
  return renderSkeletons([
    ...everywhere,
    ...app.environments.map(environment => ({
      skeleton:
        own === 'helm'
          ? 'packaging/helm-environment'
          : 'packaging/kustomize-overlay',
      targetPath: own === 'helm' ? chart : `k8s/overlays/${environment}`,
      values: { ...values, environment },
    })),
    ...secrets,
    { skeleton: 'development/skaffold', values },
  ]);
}

// A stack has the base once for each service.
function kustomizeBase(
  app: PackagedApp,
  values: ReturnType<typeof valuesOf>,
): readonly SkeletonStep[] {
  if (app.starter !== 'stack') {
    return [
      { skeleton: 'packaging/kustomize', values },
      ...(app.starter === 'chatbot'
        ? [{ skeleton: 'packaging/kustomize-chatbot', values }]
        : []),
    ];
  }
  return [
    { skeleton: 'packaging/kustomize-stack', values },
    ...values.services.map(service => ({
      skeleton: 'packaging/kustomize/k8s/base',
      targetPath: `k8s/base/${service.key}`,
      values: {
        ...values,
        name: `${app.name}-${service.key}`,
        component: app.name,
        service,
      },
    })),
  ];
}

const ports: Readonly<Record<string, number>> = {
  fastapi: 8000,
  streamlit: 8501,
  mlflow: 5000,
  kafka: 8000,
};

// As the template computes them.
function valuesOf(app: PackagedApp) {
  const small = {
    name: 'deepseek-coder:1.3b',
    cpu: '1',
    memory: '2Gi',
    memoryLimit: '3Gi',
  };
  const [memory, memoryLimit] =
    app.starter === 'chatbot' ? ['256Mi', '512Mi'] : ['128Mi', '256Mi'];
  return {
    ...app,
    package: app.name.replaceAll('-', '_'),
    description: 'Takes orders.',
    image: `registry.example.com/shop/${app.name}`,
    services:
      app.starter === 'stack'
        ? app.services.map(key => ({
            key,
            path: `services/${key}/`,
            port: ports[key],
            package: `${key}_service`,
            imageSuffix: `/${key}`,
          }))
        : [{ key: 'app', path: '', port: 8000, imageSuffix: '' }],
    aws: { accountId: '123456789012', region: 'eu-central-1', system: 'shop' },
    short,
    sealed: Object.fromEntries(app.sealed.map(each => [each, [{}]])),
    sizes: {
      dev: {
        ...{ replicas: 1, maxReplicas: 2, cpu: '50m', logLevel: 'debug' },
        ...{ memory, memoryLimit, model: small },
      },
      staging: {
        ...{ replicas: 2, maxReplicas: 4, cpu: '100m', logLevel: 'info' },
        ...{ memory, memoryLimit, model: small },
      },
      prod: {
        ...{ replicas: 3, maxReplicas: 6, cpu: '250m', logLevel: 'warning' },
        ...{ memory: '256Mi', memoryLimit: '512Mi' },
        model: {
          name: 'deepseek-coder:6.7b',
          cpu: '4',
          memory: '6Gi',
          memoryLimit: '8Gi',
        },
      },
    },
  };
}
