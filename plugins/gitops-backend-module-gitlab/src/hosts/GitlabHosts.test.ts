import { ConfigReader } from '@backstage/config';
import { GitlabHosts } from './GitlabHosts';

const hosts = GitlabHosts.fromConfig(
  new ConfigReader({
    integrations: {
      gitlab: [
        {
          host: 'git.example.com',
          apiBaseUrl: 'https://git.example.com/api/v4',
        },
        {
          host: 'tools.example.com',
          baseUrl: 'https://tools.example.com/gitlab',
          apiBaseUrl: 'https://tools.example.com/gitlab/api/v4',
        },
        {
          host: '127.0.0.1:7101',
          baseUrl: 'http://127.0.0.1:7101',
          apiBaseUrl: 'http://127.0.0.1:7101/api/v4',
        },
      ],
    },
  }),
);

const at = (host: string, path: string) => ({ provider: 'gitlab', host, path });

describe('the project behind an address', () => {
  it.each([
    ['https://git.example.com/shop/orders', 'git.example.com', 'shop/orders'],
    ['https://git.example.com/shop/orders/', 'git.example.com', 'shop/orders'],
    [
      'https://git.example.com/shop/orders.git',
      'git.example.com',
      'shop/orders',
    ],
    [
      'https://git.example.com/a/b/c/orders/-/tree/main/deploy',
      'git.example.com',
      'a/b/c/orders',
    ],
    [
      'https://git.example.com/shop/orders/blob/main/catalog-info.yaml',
      'git.example.com',
      'shop/orders',
    ],
    [
      'https://user:secret@git.example.com/shop/orders.git',
      'git.example.com',
      'shop/orders',
    ],
    [
      'https://tools.example.com/gitlab/shop/orders.git',
      'tools.example.com',
      'shop/orders',
    ],
    ['http://127.0.0.1:7101/shop/orders.git', '127.0.0.1:7101', 'shop/orders'],
    ['git@git.example.com:shop/orders.git', 'git.example.com', 'shop/orders'],
    [
      'git@tools.example.com:shop/orders.git',
      'tools.example.com',
      'shop/orders',
    ],
    [
      'ssh://git@git.example.com:2222/shop/orders.git',
      'git.example.com',
      'shop/orders',
    ],
    ['https://gitlab.com/shop/orders', 'gitlab.com', 'shop/orders'],
  ])('knows %s', (url, host, path) => {
    expect(hosts.projectOfUrl(url)).toEqual(at(host, path));
  });

  it.each([
    'https://github.com/shop/orders',
    'https://gitlab.other.example.com/shop/orders',
    'https://git.example.com:8443/shop/orders',
    'https://git.example.com/orders',
    'https://git.example.com/',
    'https://tools.example.com/elsewhere/shop/orders',
    'https://git.example.com/%2e%2e/%2e%2e',
    'https://git.example.com/shop/%zz',
    'file:///git.example.com/shop/orders',
    'git@github.com:shop/orders.git',
    'shop/orders',
  ])('does not take %s for one of its projects', url => {
    expect(hosts.projectOfUrl(url)).toBeUndefined();
  });
});

describe('the project of an entity', () => {
  const projectOf = (annotations?: Record<string, string>) =>
    hosts.projectOfEntity({
      apiVersion: 'backstage.io/v1alpha1',
      kind: 'Component',
      metadata: { name: 'orders', annotations },
    });
  const source = 'backstage.io/source-location';
  const slug = 'gitlab.com/project-slug';
  const instance = 'gitlab.com/instance';

  it.each([
    [
      'the slug at the first configured host',
      { [slug]: 'shop/orders' },
      at('git.example.com', 'shop/orders'),
    ],
    [
      'the slug at the instance that is named',
      { [slug]: 'shop/orders', [instance]: '127.0.0.1:7101' },
      at('127.0.0.1:7101', 'shop/orders'),
    ],
    [
      'the slug at the host of the source location',
      {
        [slug]: 'shop/orders',
        [source]: 'url:https://tools.example.com/gitlab/shop/mono/',
      },
      at('tools.example.com', 'shop/orders'),
    ],
    [
      'the slug before the source location',
      {
        [slug]: '/shop/orders/',
        [source]: 'url:https://git.example.com/shop/mono/-/tree/main/orders/',
      },
      at('git.example.com', 'shop/orders'),
    ],
    [
      'the part of a shared project that its jobs tell',
      { [slug]: 'shop/platform', 'gitops/gitlab-jobs': 'orders' },
      { ...at('git.example.com', 'shop/platform'), pipeline: 'orders' },
    ],
    [
      'its folder in the shared project too',
      {
        [source]: 'url:https://git.example.com/shop/mono/-/tree/main/apps/x/',
        'gitops/gitlab-jobs': 'x',
      },
      {
        ...at('git.example.com', 'shop/mono'),
        pipeline: 'x',
        folder: 'apps/x',
      },
    ],
    [
      'the source location',
      { [source]: 'url:https://git.example.com/shop/orders/-/tree/main/' },
      at('git.example.com', 'shop/orders'),
    ],
    [
      'nothing at an instance that is not configured',
      { [slug]: 'shop/orders', [instance]: 'gitlab.elsewhere.example' },
      undefined,
    ],
    ['nothing by a slug that is not a path', { [slug]: 'orders' }, undefined],
    ['nothing by relative steps', { [slug]: 'shop/../orders' }, undefined],
    [
      'nothing at somebody else’s host',
      { [source]: 'url:https://github.com/shop/orders/tree/main/' },
      undefined,
    ],
    [
      'nothing in a folder on disk',
      { [source]: 'file:/srv/shop/orders' },
      undefined,
    ],
    ['nothing without annotations', undefined, undefined],
  ])('is %s', (_, annotations, expected) => {
    expect(projectOf(annotations as Record<string, string>)).toEqual(expected);
  });
});
