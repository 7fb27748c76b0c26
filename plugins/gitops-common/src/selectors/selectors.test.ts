import { anApplication } from '../testUtils/builders';
import {
  matchesDeploymentSelector,
  matchesLabels,
  parseLabelSelector,
  readDeploymentSelector,
} from '.';

describe('parseLabelSelector', () => {
  it.each<[string, Record<string, string>, boolean]>([
    ['app=orders', { app: 'orders' }, true],
    ['app==orders', { app: 'orders' }, true],
    [' app = orders ', { app: 'orders' }, true],
    ['app=orders', { app: 'orders-api' }, false],
    ['app=orders', {}, false],
    ['app=', { app: '' }, true],
    ['app!=orders', { app: 'billing' }, true],
    ['app!=orders', {}, true],
    ['app!=orders', { app: 'orders' }, false],
    [
      'gitops/component=orders,tier=web',
      { 'gitops/component': 'orders', tier: 'web' },
      true,
    ],
    [
      'gitops/component=orders,tier=web',
      { 'gitops/component': 'orders' },
      false,
    ],
    ['env in (dev, staging)', { env: 'staging' }, true],
    ['env in (dev,staging)', { env: 'prod' }, false],
    ['env notin (dev,staging)', { env: 'prod' }, true],
    ['env notin (dev,staging)', {}, true],
    ['env notin (dev)', { env: 'dev' }, false],
    ['env in(dev),app', { env: 'dev', app: '' }, true],
    ['app', {}, false],
    ['app', { app: 'x' }, true],
    ['!app', {}, true],
    ['! app', { app: 'x' }, false],
    ['constructor', {}, false],
  ])('%s on %j: %s', (text, labels, expected) => {
    expect(matchesLabels(parseLabelSelector(text), labels)).toBe(expected);
  });

  it.each([
    ['', 'The label selector is empty'],
    ['app=orders,', 'The label selector has an empty part'],
    ['app in (a', 'Brackets do not match in “app in (a”'],
    ['app in a)', 'Brackets do not match in “app in a)”'],
    ['-app=orders', '“-app” is not a label key, in “-app=orders”'],
    ['UPPER.com/app', '“UPPER.com/app” is not a label key, in “UPPER.com/app”'],
    ['app=a b', '“app=a b” is not a label key, in “app=a b”'],
    ['app=a/b', '“a/b” is not a label value, in “app=a/b”'],
    ['app in (a/b)', '“a/b” is not a label value, in “app in (a/b)”'],
    [`app=${'a'.repeat(64)}`, /is not a label value/],
  ])('refuses %j with the reason', (text, reason) => {
    expect(() => parseLabelSelector(text)).toThrow(reason);
  });
});

describe('readDeploymentSelector', () => {
  const orders = anApplication({
    id: { instance: 'main', name: 'orders-dev', namespace: 'argocd' },
    project: 'shop',
    labels: { 'gitops/component': 'orders' },
  });

  it.each<[Record<string, string>, boolean]>([
    [{ 'argocd/app-name': 'orders-dev' }, true],
    [{ 'argocd/app-name': 'orders-prod, orders-dev' }, true],
    [{ 'argocd/app-name': 'orders' }, false],
    [{ 'argocd/app-selector': 'gitops/component=orders' }, true],
    [{ 'argocd/app-selector': 'gitops/component in (billing)' }, false],
    [{ 'argocd/project-name': 'shop' }, true],
    [{ 'argocd/project-name': 'other' }, false],
    [
      { 'argocd/app-name': 'orders-dev', 'argocd/app-namespace': 'argocd' },
      true,
    ],
    [
      { 'argocd/app-name': 'orders-dev', 'argocd/app-namespace': 'other' },
      false,
    ],
    [{ 'argocd/app-name': 'orders-dev', 'argocd/instance-name': 'main' }, true],
    [
      { 'argocd/app-name': 'orders-dev', 'argocd/instance-name': 'a,main' },
      true,
    ],
    [{ 'argocd/app-name': 'orders-dev', 'argocd/instance-name': 'a' }, false],
    [
      {
        'argocd/app-selector': 'gitops/component=orders',
        'argocd/project-name': 'other',
      },
      false,
    ],
  ])('%j selects the application: %s', (annotations, expected) => {
    const selector = readDeploymentSelector(annotations);
    expect(selector && matchesDeploymentSelector(selector, orders)).toBe(
      expected,
    );
  });

  it.each([
    [undefined],
    [{}],
    [{ 'argocd/app-name': ' , ' }],
    [{ 'argocd/instance-name': 'main' }],
    [{ 'argocd/app-namespace': 'argocd' }],
  ])('%j names no application', annotations => {
    expect(readDeploymentSelector(annotations)).toBeUndefined();
  });

  it('says what is wrong with a selector, and then matches nothing', () => {
    const selector = readDeploymentSelector({
      'argocd/app-selector': 'gitops/component=orders,',
    });
    expect(selector?.problem).toBe(
      'The annotation argocd/app-selector is not a label selector: The label selector has an empty part',
    );
    expect(selector && matchesDeploymentSelector(selector, orders)).toBe(false);
  });
});
