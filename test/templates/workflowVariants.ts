import type { TemplateValues } from './anInput';

/** A kind of repository whose workflow releases. */
export interface WorkflowVariant {
  readonly title: string;
  readonly input: Partial<TemplateValues>;
  /** The program that changes the file. */
  readonly tool: 'kustomize' | 'yq';
  /** The workflow that releases, and the one that restarts. */
  readonly workflows: readonly [string, string];
  /** Of a service in a stack. */
  readonly suffix?: string;
  /** The file that says what runs in an environment. */
  readonly file: (environment: string) => string;
  /** What a release of dev calls itself. */
  readonly scope: string;
  /** What a restart of staging calls itself. */
  readonly restart: string;
}

const overlay = (environment: string) =>
  `k8s/overlays/${environment}/kustomization.yaml`;
const valuesFile = (environment: string) =>
  `charts/orders-api/values-${environment === 'staging' ? 'stage' : environment}.yaml`;
const own = ['delivery', 'restart'] as const;

/** Every way in which a release writes a tag. */
export const workflowVariants: readonly WorkflowVariant[] = [
  {
    title: 'Kustomize',
    input: {},
    tool: 'kustomize',
    workflows: own,
    file: overlay,
    scope: 'dev',
    restart: 'staging',
  },
  {
    title: 'Helm',
    input: { packaging: 'helm', registry: 'ecr', secretStore: 'aws-ssm' },
    tool: 'yq',
    workflows: own,
    file: valuesFile,
    scope: 'dev',
    restart: 'staging',
  },
  {
    title: 'one service of a stack',
    input: { starter: 'stack', services: ['fastapi', 'kafka'] },
    tool: 'kustomize',
    workflows: own,
    suffix: '-fastapi',
    file: overlay,
    scope: 'dev/fastapi',
    restart: 'staging',
  },
  {
    title: 'one service of a stack, with Helm',
    input: {
      starter: 'stack',
      services: ['fastapi', 'kafka'],
      packaging: 'helm',
    },
    tool: 'yq',
    workflows: own,
    suffix: '-fastapi',
    file: valuesFile,
    scope: 'dev/fastapi',
    restart: 'staging',
  },
  {
    title: 'the platform repository',
    input: { layout: 'platform', registry: 'dockerhub' },
    tool: 'kustomize',
    workflows: ['orders-api', 'orders-api-restart'],
    file: environment => `apps/orders-api/${overlay(environment)}`,
    scope: 'orders-api/dev',
    restart: 'orders-api/staging',
  },
];
