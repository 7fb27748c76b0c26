import {
  type DeploymentSelector,
  readDeploymentSelector,
} from '@slipway/plugin-gitops-common';
import { anApplicationOf } from '../__testUtils__';
import { ApplicationMap } from './ApplicationMap';

const select = (annotations: Record<string, string>): DeploymentSelector =>
  readDeploymentSelector(
    Object.fromEntries(
      Object.entries(annotations).map(([key, value]) => [
        `argocd/${key}`,
        value,
      ]),
    ),
  ) ?? { problem: 'nothing selected' };

const names = (map: ApplicationMap, selector: DeploymentSelector) =>
  map.find(selector).map(({ id }) => id.name);

describe('ApplicationMap', () => {
  const map = new ApplicationMap();
  for (const component of ['orders', 'carts']) {
    for (const environment of ['prod', 'dev']) {
      map.set(anApplicationOf(component, environment, '1'));
    }
  }

  it.each([
    [{ 'app-name': 'orders-dev' }, ['orders-dev']],
    [{ 'app-name': 'orders-dev,carts-dev' }, ['carts-dev', 'orders-dev']],
    [
      { 'app-selector': 'gitops/component=orders' },
      ['orders-dev', 'orders-prod'],
    ],
    [
      { 'app-selector': 'gitops/environment=dev,gitops/component!=orders' },
      ['carts-dev'],
    ],
    [
      { 'app-selector': '!nothing', 'project-name': 'carts' },
      ['carts-dev', 'carts-prod'],
    ],
    [
      { 'app-selector': 'gitops/environment' },
      ['carts-dev', 'carts-prod', 'orders-dev', 'orders-prod'],
    ],
    [{ 'app-name': 'orders-dev', 'instance-name': 'other' }, []],
    [{ 'app-selector': 'a in (' }, []],
  ])('finds %j', (annotations, expected) => {
    expect(names(map, select(annotations))).toEqual(expected);
  });

  it('follows an application whose labels change', () => {
    const moving = new ApplicationMap();
    const application = anApplicationOf('orders', 'dev', '1');
    moving.set(application);
    moving.set({ ...application, labels: { 'gitops/component': 'renamed' } });
    expect(
      names(moving, select({ 'app-selector': 'gitops/component=orders' })),
    ).toEqual([]);
    expect(
      names(moving, select({ 'app-selector': 'gitops/component=renamed' })),
    ).toEqual(['orders-dev']);
    moving.delete(application.id);
    expect(names(moving, select({ 'app-name': 'orders-dev' }))).toEqual([]);
  });

  it('answers a page of 100 entities over 30,000 applications in milliseconds', () => {
    const large = new ApplicationMap();
    for (let component = 0; component < 10_000; component += 1) {
      for (const environment of ['dev', 'staging', 'prod']) {
        large.set(anApplicationOf(`c${component}`, environment, '1'));
      }
    }
    const selectors = Array.from({ length: 100 }, (_, index) =>
      select(
        index % 2
          ? { 'app-name': `c${index * 99}-dev` }
          : {
              'app-selector': `gitops/component=c${index * 99},gitops/environment in (dev,prod)`,
            },
      ),
    );
    const startedAt = performance.now();
    const found = selectors.flatMap(selector => large.find(selector));
    const elapsed = performance.now() - startedAt;
    expect(found).toHaveLength(50 + 2 * 50);
    // A scan for each entity takes half a second.
    expect(elapsed).toBeLessThan(50);
  });
});
