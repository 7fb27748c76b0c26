import { renderSkeletons, type SkeletonStep } from './renderSkeletons';

const ports = { fastapi: 8000, streamlit: 8501, mlflow: 5000, kafka: 8000 };

const sizes = {
  dev: {
    replicas: 1,
    cpu: '50m',
    memory: '128Mi',
    memoryLimit: '256Mi',
    logLevel: 'debug',
  },
  staging: {
    replicas: 2,
    cpu: '100m',
    memory: '128Mi',
    memoryLimit: '256Mi',
    logLevel: 'info',
  },
  prod: {
    replicas: 3,
    cpu: '250m',
    memory: '256Mi',
    memoryLimit: '512Mi',
    logLevel: 'warning',
  },
};

/** What can be part of a stack, in the order of its generated files. */
export type StackKey = keyof typeof ports;

/** All of them. */
export const stackKeys: readonly StackKey[] = [
  'fastapi',
  'streamlit',
  'mlflow',
  'kafka',
];

export interface StackInput {
  readonly name: string;
  readonly keys: readonly StackKey[];
  readonly environments?: readonly string[];
}

/** A generated stack without pipeline, docs and secrets. Content by path. */
export async function aStack(
  input: StackInput,
): Promise<ReadonlyMap<string, string>> {
  return renderSkeletons(stepsOf(input));
}

function stepsOf({
  name,
  keys,
  environments = ['dev', 'staging', 'prod'],
}: StackInput): readonly SkeletonStep[] {
  const services = stackKeys
    .filter(key => keys.includes(key))
    .map(key => ({
      key,
      path: `services/${key}/`,
      port: ports[key],
      package: `${key}_service`,
      imageSuffix: `/${key}`,
    }));
  const values = {
    name,
    component: name,
    description: 'Sells tea.',
    starter: 'stack',
    packaging: 'kustomize',
    secretStore: 'sealed-secrets',
    environments,
    image: `gitlab.example.com/demo/${name}`,
    services,
    sealed: {},
    sizes,
  };
  return [
    { skeleton: 'starters/stack', values },
    ...services.flatMap(service => {
      const own = {
        ...values,
        name: `${name}-${service.key}`,
        package: service.package,
        service,
      };
      const starter =
        service.key === 'fastapi' ? 'fastapi' : `stack-${service.key}`;
      return [
        ...['python', 'asgi', `starters/${starter}`].map(skeleton => ({
          skeleton,
          targetPath: service.path,
          values: own,
        })),
        {
          skeleton: 'packaging/kustomize/k8s/base',
          targetPath: `k8s/base/${service.key}`,
          values: own,
        },
      ];
    }),
    { skeleton: 'packaging/kustomize-stack', values },
    ...environments.map(environment => ({
      skeleton: 'packaging/kustomize-overlay',
      targetPath: `k8s/overlays/${environment}`,
      values: { ...values, environment },
    })),
  ];
}
