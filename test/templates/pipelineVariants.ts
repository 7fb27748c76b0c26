import type { TemplateValues } from './anInput';

/** A kind of pipeline, and what it has to do. */
export interface PipelineVariant {
  readonly title: string;
  readonly input: Partial<TemplateValues>;
  /** Of the first pipeline, as `stage: name`. */
  readonly jobs: readonly string[];
  /** A file whose change has to be released, and the jobs that do it. */
  readonly code: string;
  readonly released: readonly string[];
}

/** In the order of promotion. */
export const everyEnvironment = ['dev', 'staging', 'prod'];
const manual = (jobs: readonly string[]) => jobs.map(job => `${job}, manual`);

/** What differs between pipelines, each at least once. */
export const pipelineVariants: readonly PipelineVariant[] = [
  {
    title: 'a service',
    input: {},
    jobs: [
      'lint: lint',
      'lint: plaintext-secrets',
      'test: unit-tests',
      'build: build-image',
      'release: release-dev',
      'release: release-staging',
      'release: release-prod, manual',
      ...manual(everyEnvironment.map(each => `ops: restart-${each}`)),
    ],
    code: 'src/orders_api/app.py',
    released: [
      'build-image',
      ...everyEnvironment.map(each => `release-${each}`),
    ],
  },
  {
    title: 'ECR, the parameter store and no dev',
    input: {
      registry: 'ecr',
      secretStore: 'aws-ssm',
      environments: ['prod', 'staging'],
    },
    jobs: [
      'lint: lint',
      'lint: plaintext-secrets',
      'test: unit-tests',
      'prep: platform-prereqs',
      'prep: ecr-login',
      'prep: platform-ssm-placeholders',
      'build: build-image',
      'release: release-staging',
      'release: release-prod, manual',
      ...manual(['ops: restart-staging', 'ops: restart-prod']),
    ],
    code: 'requirements.lock',
    released: [
      'platform-prereqs',
      'ecr-login',
      'platform-ssm-placeholders',
      'build-image',
      'release-staging',
      'release-prod',
    ],
  },
  {
    title: 'production alone',
    input: { registry: 'dockerhub', environments: ['prod'] },
    jobs: [
      'lint: lint',
      'lint: plaintext-secrets',
      'test: unit-tests',
      'build: build-image',
      'release: release-prod, manual',
      'ops: restart-prod, manual',
    ],
    code: 'Dockerfile',
    released: ['build-image', 'release-prod'],
  },
  {
    title: 'a stack',
    input: {
      starter: 'stack',
      services: ['fastapi', 'kafka'],
      registry: 'other',
      environments: ['dev', 'prod'],
    },
    jobs: [
      'lint: lint-fastapi',
      'lint: lint-kafka',
      'lint: plaintext-secrets',
      'test: unit-tests-fastapi',
      'test: unit-tests-kafka',
      'build: build-image-fastapi',
      'build: build-image-kafka',
      'release: release-dev-fastapi',
      'release: release-prod-fastapi, manual',
      'release: release-dev-kafka',
      'release: release-prod-kafka, manual',
      ...manual(['ops: restart-dev', 'ops: restart-prod']),
    ],
    code: 'services/kafka/src/kafka_service/more.py',
    released: ['build-image-kafka', 'release-dev-kafka', 'release-prod-kafka'],
  },
];
