import { ConfigReader } from '@backstage/config';
import { GithubHosts } from './GithubHosts';

const hosts = GithubHosts.fromConfig(
  new ConfigReader({
    integrations: {
      github: [
        {
          host: 'git.example.com',
          apiBaseUrl: 'https://git.example.com/api/v3',
          apps: [
            {
              appId: 1,
              clientId: 'id',
              clientSecret: 'not-used',
              privateKey: 'not-used',
            },
          ],
        },
        {
          host: '127.0.0.1:7104',
          apiBaseUrl: 'http://127.0.0.1:7104/api/v3',
        },
        { host: 'links-only.example.com' },
      ],
    },
  }),
);
const at = (host: string, path = 'shop/orders', pipeline?: string) => ({
  provider: 'github',
  host,
  path,
  ...(pipeline && { pipeline }),
});

describe('the repository behind an address', () => {
  it.each([
    ['https://git.example.com/shop/orders', 'git.example.com'],
    ['https://git.example.com/shop/orders.git', 'git.example.com'],
    ['https://git.example.com/shop/orders/tree/main/k8s', 'git.example.com'],
    ['https://user:secret@git.example.com/shop/orders/', 'git.example.com'],
    ['http://127.0.0.1:7104/shop/orders.git', '127.0.0.1:7104'],
    ['git@git.example.com:shop/orders.git', 'git.example.com'],
    ['ssh://git@git.example.com:22/shop/orders.git', 'git.example.com'],
    ['https://github.com/shop/orders', 'github.com'],
  ])('knows %s', (url, host) => {
    expect(hosts.projectOfUrl(url)).toEqual(at(host));
  });

  it.each([
    'https://gitlab.com/shop/orders',
    'https://git.example.com:8443/shop/orders',
    'https://git.example.com/orders',
    'https://git.example.com/%2e%2e/%2e%2e',
    'https://git.example.com/shop/%zz',
    'https://links-only.example.com/shop/orders',
    'shop/orders',
  ])('does not take %s for one of its repositories', url => {
    expect(hosts.projectOfUrl(url)).toBeUndefined();
  });
});

describe('the repository of an entity', () => {
  const source = 'backstage.io/source-location';
  const slug = 'github.com/project-slug';
  const workflow = 'gitops/github-workflow';

  it.each([
    [
      'the slug at the first configured host',
      { [slug]: 'shop/orders' },
      at('git.example.com'),
    ],
    [
      'the slug at the host of the source location',
      {
        [slug]: 'shop/orders',
        [source]: 'url:http://127.0.0.1:7104/shop/platform/tree/main/apps/a/',
      },
      at('127.0.0.1:7104'),
    ],
    [
      'the source location',
      { [source]: 'url:https://git.example.com/shop/orders/tree/main/' },
      at('git.example.com'),
    ],
    [
      'one workflow of a repository that several services share',
      { [slug]: 'shop/platform', [workflow]: 'orders.yml' },
      at('git.example.com', 'shop/platform', 'orders.yml'),
    ],
    [
      'its folder in that repository too',
      {
        [source]:
          'url:https://git.example.com/shop/mono/tree/main/apps/orders/',
        [workflow]: 'orders.yml',
      },
      {
        ...at('git.example.com', 'shop/mono', 'orders.yml'),
        folder: 'apps/orders',
      },
    ],
    ['nothing by a workflow alone', { [workflow]: 'orders.yml' }, undefined],
    ['nothing by a slug that is not a path', { [slug]: 'orders' }, undefined],
    ['nothing by relative steps', { [slug]: 'shop/..' }, undefined],
    [
      'nothing at somebody else’s host',
      { [source]: 'url:https://gitlab.com/shop/orders/-/tree/main/' },
      undefined,
    ],
    ['nothing without annotations', undefined, undefined],
  ])('is %s', (_, annotations, expected) => {
    expect(
      hosts.projectOfEntity({
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: {
          name: 'orders',
          annotations: annotations as Record<string, string>,
        },
      }),
    ).toEqual(expected);
  });
});

it('asks for projects together that one token can see', () => {
  const [a, b, c, d] = [
    at('git.example.com', 'shop/a'),
    at('git.example.com', 'bank/b'),
    at('127.0.0.1:7104', 'shop/c'),
    at('127.0.0.1:7104', 'bank/d'),
  ];
  expect(hosts.groupByCredentials([a, b, c, d])).toEqual([[a], [b], [c, d]]);
});
