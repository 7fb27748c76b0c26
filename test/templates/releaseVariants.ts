import type { TemplateValues } from './anInput';

/** A place that a release changes, and how. */
export interface ReleaseVariant {
  readonly title: string;
  readonly input: Partial<TemplateValues>;
  /** The program that changes the file. */
  readonly tool: 'kustomize' | 'yq';
  /** Prefix of the app's jobs. */
  readonly prefix?: string;
  /** What all its files are below. */
  readonly root?: string;
  /** Of a service in a stack. */
  readonly suffix?: string;
  /** The file that says what runs in an environment. */
  readonly file: (environment: string) => string;
  /** What the first release of dev makes of it. */
  readonly changes: readonly string[];
  /** What a release of dev calls itself. */
  readonly scope: string;
}

const overlay = (environment: string) =>
  `k8s/overlays/${environment}/kustomization.yaml`;
const values = (environment: string) =>
  `charts/orders-api/values-${environment === 'staging' ? 'stage' : environment}.yaml`;

/** Every packaging, layout and kind of registry that makes a difference to a release. */
export const releaseVariants: readonly ReleaseVariant[] = [
  {
    title: 'Kustomize',
    input: {},
    tool: 'kustomize',
    file: overlay,
    changes: [
      '-  newName: gitlab.example.com/demo/orders-api',
      '-  newTag: unreleased',
      '+  newName: registry.example.com/demo/orders-api',
      '+  newTag: 0a1b2c3d',
    ],
    scope: 'dev',
  },
  {
    title: 'Helm',
    input: { packaging: 'helm' },
    tool: 'yq',
    file: values,
    changes: [
      '-  repository: gitlab.example.com/demo/orders-api',
      '-  tag: unreleased',
      '+  repository: registry.example.com/demo/orders-api',
      '+  tag: 0a1b2c3d',
    ],
    scope: 'dev',
  },
  {
    title: 'Helm and another registry',
    input: { packaging: 'helm', registry: 'ecr', secretStore: 'aws-ssm' },
    tool: 'yq',
    file: values,
    changes: ['-  tag: unreleased', '+  tag: 0a1b2c3d'],
    scope: 'dev',
  },
  {
    title: 'Kustomize and the chatbot',
    input: { starter: 'chatbot', registry: 'dockerhub' },
    tool: 'kustomize',
    file: overlay,
    changes: ['-  newTag: unreleased', '+  newTag: 0a1b2c3d'],
    scope: 'dev',
  },
  {
    title: 'Kustomize and a stack',
    input: { starter: 'stack', services: ['fastapi', 'kafka'] },
    tool: 'kustomize',
    suffix: '-kafka',
    file: overlay,
    changes: [
      '-  newName: gitlab.example.com/demo/orders-api/kafka',
      '-  newTag: unreleased',
      '+  newName: registry.example.com/demo/orders-api/kafka',
      '+  newTag: 0a1b2c3d',
    ],
    scope: 'dev/kafka',
  },
  {
    title: 'Helm and a stack',
    input: {
      starter: 'stack',
      services: ['fastapi', 'kafka'],
      packaging: 'helm',
      registry: 'dockerhub',
    },
    tool: 'yq',
    suffix: '-kafka',
    file: values,
    changes: ['-      tag: unreleased', '+      tag: 0a1b2c3d'],
    scope: 'dev/kafka',
  },
  {
    title: 'the platform repository',
    input: { layout: 'platform' },
    tool: 'kustomize',
    prefix: 'orders-api:',
    root: 'apps/orders-api/',
    file: environment => `apps/orders-api/${overlay(environment)}`,
    changes: [
      '-  newName: gitlab.example.com/demo/platform/orders-api',
      '-  newTag: unreleased',
      '+  newName: registry.example.com/demo/orders-api/orders-api',
      '+  newTag: 0a1b2c3d',
    ],
    scope: 'orders-api/dev',
  },
];
