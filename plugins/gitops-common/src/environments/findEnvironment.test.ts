import type { Application } from '../model';
import { defaultEnvironments } from '../model';
import { anApplication } from '../testUtils/builders';
import { findEnvironment } from './findEnvironment';

const bare = (overrides: Partial<Application> = {}) =>
  anApplication({
    id: { instance: 'main', name: 'orders' },
    destination: {},
    sources: [],
    ...overrides,
  });
const withSource = (source: Partial<Application['sources'][number]>) =>
  bare({ sources: [{ repoUrl: 'https://git.example/a.git', ...source }] });

describe('findEnvironment', () => {
  it.each<[string, Application, string | undefined]>([
    [
      'the label first',
      anApplication({ labels: { 'gitops/environment': 'prod' } }),
      'prod',
    ],
    [
      'no guess against a label that names no configured environment',
      anApplication({ labels: { 'gitops/environment': 'qa' } }),
      undefined,
    ],
    [
      'the overlay folder',
      withSource({ path: 'k8s/overlays/staging' }),
      'staging',
    ],
    ['a folder below it', withSource({ path: 'overlays/eu/prod' }), 'prod'],
    [
      'not a folder elsewhere',
      withSource({ path: 'dev/manifests' }),
      undefined,
    ],
    [
      'not part of a folder',
      withSource({ path: 'overlays/dev-eu' }),
      undefined,
    ],
    [
      'the values file',
      withSource({
        helmValueFiles: ['values.yaml', '../env/values-prod.yaml'],
      }),
      'prod',
    ],
    [
      'the values file with a short name',
      withSource({ helmValueFiles: ['values-stage.yaml'] }),
      'staging',
    ],
    [
      'no values file that only begins alike',
      withSource({ helmValueFiles: ['values-stag.yaml'] }),
      undefined,
    ],
    [
      'sources that disagree give way to the name',
      bare({
        id: { instance: 'main', name: 'orders-dev' },
        sources: [
          { repoUrl: 'a', path: 'overlays/prod' },
          { repoUrl: 'b', path: 'overlays/staging' },
        ],
      }),
      'dev',
    ],
    [
      'the source before the name',
      bare({
        id: { instance: 'main', name: 'orders-dev' },
        sources: [{ repoUrl: 'a', path: 'overlays/prod' }],
      }),
      'prod',
    ],
    [
      'the end of the name before the namespace',
      bare({
        id: { instance: 'main', name: 'orders-staging' },
        destination: { namespace: 'shop-prod' },
      }),
      'staging',
    ],
    [
      'the namespace',
      bare({ destination: { namespace: 'shop-prod' } }),
      'prod',
    ],
    [
      'a namespace of that name',
      bare({ destination: { namespace: 'dev' } }),
      'dev',
    ],
    ['nothing', bare({ destination: { namespace: 'shop' } }), undefined],
    [
      'nothing where a word only begins alike',
      bare({ id: { instance: 'main', name: 'orders-development' } }),
      undefined,
    ],
  ])('finds %s', (_, application, expected) => {
    expect(findEnvironment(application, defaultEnvironments)).toBe(expected);
  });

  it.each([
    ['orders-stage', 'stage'],
    ['orders-staging', 'staging'],
    ['orders-pre-prod', 'pre-prod'],
    ['orders-prod', 'prod'],
    ['orders-preprod', undefined],
  ])('takes the longest whole word: %s is %s', (name, expected) => {
    const environments = ['stage', 'staging', 'prod', 'pre-prod'].map(
      (environment, position) => ({ name: environment, position }),
    );
    expect(
      findEnvironment(bare({ id: { instance: 'main', name } }), environments),
    ).toBe(expected);
  });

  it('takes a values file at its word where an environment has that name', () => {
    const environments = ['stage', 'staging'].map((name, position) => ({
      name,
      position,
    }));
    const application = withSource({ helmValueFiles: ['values-stage.yaml'] });
    expect(findEnvironment(application, environments)).toBe('stage');
  });

  it('reads a label of another key', () => {
    const application = anApplication({ labels: { stage: 'prod' } });
    expect(
      findEnvironment(application, defaultEnvironments, { label: 'stage' }),
    ).toBe('prod');
  });
});
