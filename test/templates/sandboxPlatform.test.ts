import { parse } from 'yaml';
import { z } from 'zod';
import { aPlatformInput } from './aPlatformInput';
import {
  eventually,
  startRunningSandbox,
  type RunningSandbox,
} from './aSandbox';
import { renderTemplate } from './renderTemplate';
import { stopScaffolder } from './startScaffolder';

jest.setTimeout(120_000);

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startRunningSandbox();
});
afterAll(async () => {
  await stopScaffolder();
  await sandbox.stop();
});

const healthy = {
  platform: 'Synced Healthy',
  'example-dev': 'Synced Healthy',
  'example-staging': 'Synced Healthy',
  'example-prod': 'Synced Healthy',
  'observability-dev': 'Synced Healthy',
  'observability-staging': 'Synced Healthy',
  'observability-prod': 'Synced Healthy',
};
// a chart of a chart repository: nothing of it can be had here
const remote = { 'sealed-secrets': 'Unknown Healthy' };

const overlay = (environment: string) => `
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
namespace: orders-${environment}
resources: [app.yaml]
`;
const app =
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: orders}\ndata: {A: "1"}\n';

async function settled(expected: Readonly<Record<string, string>>) {
  const wanted = JSON.stringify(Object.entries(expected).sort());
  return eventually(
    () => sandbox.states(),
    states => JSON.stringify(Object.entries(states).sort()) === wanted,
    60_000,
  );
}

it('the platform repository deploys itself and every app in it, by path', async () => {
  const rendered = await renderTemplate(aPlatformInput(), 'gitops-platform');
  const files = new Map(
    [...rendered].map(([file, text]) => [
      file,
      text.replaceAll('https://gitlab.example.com', sandbox.gitlabUrl),
    ]),
  );
  await sandbox.addRepository('demo/platform', files);
  const read = (file: string): unknown => parse(files.get(file) ?? '');
  await sandbox.argocd('POST', '/projects', {
    project: read('bootstrap/root-project.yaml'),
  });
  await sandbox.argocd(
    'POST',
    '/applications',
    read('bootstrap/root-app.yaml'),
  );
  const expected = { ...healthy, ...remote };
  expect(await settled(expected)).toEqual(expected);
  expect(
    sandbox.world.argocd.store
      .application('sealed-secrets')
      ?.status.conditions?.map(({ message }) => message),
  ).toEqual([
    expect.stringContaining(
      'the sandbox cannot fetch charts from chart repositories: sealed-secrets',
    ),
  ]);
  expect(
    sandbox.world.argocd.store
      .projects()
      .map(({ metadata }) => metadata.name)
      .sort(),
  ).toEqual([
    'default',
    'finance-dev',
    'finance-prod',
    'finance-staging',
    'platform',
    'platform-services',
    'shop-dev',
    'shop-prod',
    'shop-staging',
  ]);

  await sandbox.commit('demo/platform', {
    'apps/orders/k8s/overlays/dev/kustomization.yaml': overlay('dev'),
    'apps/orders/k8s/overlays/dev/app.yaml': app,
    'apps/orders/k8s/overlays/prod/kustomization.yaml': overlay('prod'),
    'apps/orders/k8s/overlays/prod/app.yaml': app,
  });
  const more = {
    ...expected,
    'orders-dev': 'Synced Healthy',
    'orders-prod': 'Synced Healthy',
  };
  expect(await settled(more)).toEqual(more);
  const { metadata, spec } = z
    .object({
      metadata: z.object({ labels: z.record(z.string()) }),
      spec: z.object({ project: z.string() }).passthrough(),
    })
    .parse(await sandbox.argocd('GET', '/applications/orders-prod'));
  expect(metadata.labels).toEqual({
    'gitops/component': 'orders',
    'gitops/environment': 'prod',
    'gitops/team': 'shop',
  });
  expect(spec.project).toBe('shop-prod');
});
