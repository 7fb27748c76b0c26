import { describeCreation } from './describeCreation';

const gitlab = {
  name: 'orders',
  owner: 'group:default/shop',
  starter: 'fastapi',
  environments: ['dev', 'staging', 'prod'],
  ci: 'gitlab',
  layout: 'own',
  packaging: 'kustomize',
  registry: 'gitlab',
  secretStore: 'sealed-secrets',
  group: 'shop',
  gitlabHost: 'gitlab.example.com',
  argocdInstance: 'main',
};
const github = {
  ...gitlab,
  ci: 'github',
  registry: 'ghcr',
  githubOwner: 'Shop',
  githubHost: 'github.com',
};
const stack = { starter: 'stack', services: ['fastapi', 'kafka'] };
const ecr = {
  registry: 'ecr',
  awsAccountId: '123456789012',
  awsRegion: 'eu-central-1',
};

const wordsOf = (formData: unknown) => {
  const { sections, environments, needs } = describeCreation(formData);
  return [
    ...sections.flatMap(({ title, lines }) => [title, ...lines]),
    ...environments.flatMap(environment => Object.values(environment)),
    ...needs,
  ].join('\n');
};

describe('what will be created', () => {
  it.each([
    [
      'a repository',
      gitlab,
      'private repository shop/orders at gitlab.example',
    ],
    ['a repository at GitHub', github, 'repository Shop/orders at github.com'],
    [
      'a merge request',
      { ...gitlab, layout: 'platform', platformRepository: 'platform' },
      'A merge request to shop/platform at gitlab.example.com, from the branch create-orders',
    ],
    [
      'a pull request',
      { ...github, layout: 'platform', platformRepository: 'platform' },
      'A pull request to Shop/platform at github.com',
    ],
    ['where in it', { ...gitlab, layout: 'platform' }, 'folder apps/orders'],
    ['the chatbot', { ...gitlab, starter: 'chatbot' }, 'PostgreSQL'],
    ['the services', { ...gitlab, ...stack }, 'together: FastAPI, Kafka.'],
    ['a chart', { ...gitlab, packaging: 'helm' }, 'charts/orders'],
    ['overlays', gitlab, 'an overlay for each environment'],
    ['GitLab’s registry', gitlab, 'One image, shop/orders, in GitLab’s'],
    [
      'GitLab’s registry in a platform repository',
      {
        ...gitlab,
        ...stack,
        layout: 'platform',
        platformRepository: 'platform',
      },
      '2 images: shop/platform/orders/fastapi, shop/platform/orders/kafka, in',
    ],
    ['GHCR', github, 'One image, ghcr.io/shop/orders.'],
    [
      'ECR',
      { ...github, ...ecr },
      '123456789012.dkr.ecr.eu-central-1.amazonaws.com/orders',
    ],
    [
      'Docker Hub, which has no folders',
      {
        ...github,
        ...stack,
        registry: 'dockerhub',
        dockerhubNamespace: 'shop',
      },
      '2 images: docker.io/shop/orders-fastapi, docker.io/shop/orders-kafka.',
    ],
    [
      'another registry',
      {
        ...gitlab,
        ...stack,
        registry: 'other',
        imageRepository: 'r.example.com/a/b',
      },
      '2 images: r.example.com/a/b/fastapi, r.example.com/a/b/kafka.',
    ],
    ['GitLab CI', gitlab, 'GitLab CI checks'],
    ['GitHub Actions', github, 'GitHub Actions checks'],
    ['the Argo CD project', gitlab, 'Argo CD “main” gets the project orders'],
    [
      'what happens with a proposal',
      { ...gitlab, layout: 'platform' },
      'When it is merged, Argo CD creates the applications by itself',
    ],
  ])('says %s', (_, formData, words) => {
    expect(wordsOf(formData)).toContain(words);
  });

  it('says for each environment where it is, how it is released and what is secret', () => {
    const { environments } = describeCreation({
      ...gitlab,
      environments: ['prod', 'dev', 'staging'],
      secrets: {
        keys: ['TOKEN'],
        sealed: [{ environment: 'prod', encryptedData: { TOKEN: 'AgB…' } }],
      },
    });
    expect(environments).toEqual([
      {
        name: 'dev',
        namespace: 'orders-dev',
        application: 'orders-dev',
        release: 'with every change of the code',
        secrets: 'none',
      },
      {
        name: 'staging',
        namespace: 'orders-staging',
        application: 'orders-staging',
        release: 'after dev',
        secrets: 'none',
      },
      {
        name: 'prod',
        namespace: 'orders-prod',
        application: 'orders-prod',
        release: 'by hand, in GitLab or on the Deployments tab',
        secrets: 'TOKEN (sealed)',
      },
    ]);
  });

  it('names the parameters of AWS', () => {
    const { environments } = describeCreation({
      ...gitlab,
      environments: ['staging'],
      secretStore: 'aws-ssm',
      awsSystem: 'shop',
    });
    expect(environments[0].secrets).toBe('/shop/orders/stage/app');
  });
});

describe('what it needs', () => {
  const needsOf = (formData: unknown) =>
    describeCreation(formData).needs.join('\n');

  it.each([
    [
      'a role for ECR',
      { ...gitlab, ...ecr },
      /role in AWS account 123.*GitLab/,
    ],
    ['a role for SSM', { ...github, secretStore: 'aws-ssm' }, /GitHub’s OIDC/],
    [
      'External Secrets',
      { ...gitlab, secretStore: 'aws-ssm' },
      /fills them in/,
    ],
    ['a token', { ...gitlab, registry: 'dockerhub' }, /REGISTRY_PASSWORD/],
    ['a right to push', gitlab, /PROJECT_PUSH_TOKEN/],
    ['a plan with approvals', github, /GitHub Enterprise/],
    ['room', { ...gitlab, starter: 'chatbot' }, /2 GiB.*in prod 4 CPU/],
  ])('tells %s', (_, formData, words) => {
    expect(needsOf(formData)).toMatch(words);
  });

  it('says nothing of what is not needed', () => {
    expect(needsOf({ ...github, environments: ['dev'] }).split('\n')).toEqual([
      'Argo CD may read the repository, and the cluster may pull the image.',
    ]);
  });
});

it.each([undefined, null, 7, {}, { name: 7, environments: 'dev', secrets: 1 }])(
  'makes sense of the unfinished form %j',
  formData => {
    const words = wordsOf(formData);
    expect(words).toContain('<name>');
    expect(words).not.toMatch(/undefined|null|NaN/);
  },
);
