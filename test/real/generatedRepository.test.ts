import { setTimeout as sleep } from 'node:timers/promises';
import { createArgocdClient } from '@slipway/plugin-gitops-backend-module-argocd';
import { readCertificate, sealSecret } from '@slipway/plugin-gitops-common';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { anInput, type SealedSecretsValue } from '../templates/anInput';
import { renderTemplate } from '../templates/renderTemplate';
import { stopScaffolder } from '../templates/startScaffolder';
import { anArgocdInstance } from './world/argocdInstance';
import { kubectl, sealedSecrets } from './world/realSystems';
import { startActions, type Actions } from './world/startActions';
import { startGitHost, type GitHost } from './world/startGitHost';

const itWith = sealedSecrets.url ? it : it.skip;
const name = 'orders-api';
const environments = ['dev', 'staging', 'prod'];
const password = 'pä$$:w0rd';

const deploymentSchema = z.object({
  spec: z.object({
    replicas: z.number(),
    template: z.object({
      spec: z.object({ containers: z.array(z.object({ image: z.string() })) }),
    }),
  }),
  status: z.object({ readyReplicas: z.number().optional() }),
});

const overlaySchema = z.object({
  images: z.tuple([z.object({ newName: z.string(), newTag: z.string() })]),
});

jest.setTimeout(180_000);

/** What the form seals in the browser, for every environment. */
async function sealForForm(url: string): Promise<SealedSecretsValue> {
  const response = await fetch(`${url}/v1/cert.pem`);
  const certificatePem = await response.text();
  const sealed = environments.map(async environment => {
    const target = {
      namespace: `${name}-${environment}`,
      name: `${name}-secrets`,
    };
    const { spec } = await sealSecret({
      ...target,
      certificatePem,
      scope: 'strict',
      data: { DATABASE_PASSWORD: password },
    });
    return { environment, ...target, encryptedData: spec.encryptedData };
  });
  const { fingerprint } = await readCertificate(certificatePem);
  return {
    fingerprint,
    keys: ['DATABASE_PASSWORD'],
    sealed: await Promise.all(sealed),
  };
}

describe('a repository of the template on Argo CD and Kubernetes', () => {
  const client = createArgocdClient(anArgocdInstance());
  let git: GitHost;
  let actions: Actions;

  beforeAll(async () => {
    git = await startGitHost();
    actions = await startActions();
    const files = await renderTemplate(
      anInput({
        name,
        environments,
        ...(sealedSecrets.url && {
          secrets: await sealForForm(sealedSecrets.url),
        }),
      }),
    );
    await git.create(name, files);
    // as the template's own steps do
    await actions.run('argocd:project:apply', {
      instance: 'main',
      name,
      component: name,
      sourceRepos: [git.cloneUrl(name)],
      destinations: [{ namespace: `${name}-*` }],
    });
    for (const environment of environments) {
      await actions.run('argocd:application:apply', {
        instance: 'main',
        name: `${name}-${environment}`,
        project: name,
        component: name,
        environment,
        repoUrl: git.cloneUrl(name),
        path: `k8s/overlays/${environment}`,
        targetRevision: 'main',
        namespace: `${name}-${environment}`,
      });
    }
  });

  afterAll(async () => {
    for (const environment of environments) {
      await client.deleteApplication(`${name}-${environment}`, {
        project: name,
      });
    }
    await stopScaffolder();
    await actions?.stop();
    await git?.stop();
  });

  const isSettledAt = async (environment: string, sha: string | undefined) => {
    const found = await client.getApplication(`${name}-${environment}`, {
      project: name,
    });
    const { sync, health, conditions } = found?.status ?? {};
    return {
      state: `${sync?.status} ${health?.status}`,
      settled:
        sync?.status === 'Synced' &&
        health?.status === 'Healthy' &&
        (sha === undefined || sync.revision === sha),
      conditions,
    };
  };
  const settle = async (environment: string, sha?: string) => {
    const end = Date.now() + 90_000;
    for (;;) {
      const { settled, state, conditions } = await isSettledAt(
        environment,
        sha,
      );
      if (settled) return state;
      if (Date.now() > end) {
        throw new Error(
          `${environment} stays ${state}: ${JSON.stringify(conditions)}`,
        );
      }
      await sleep(500);
    }
  };
  const deployment = async (environment: string) =>
    deploymentSchema.parse(
      JSON.parse(
        await kubectl(
          ...['--namespace', `${name}-${environment}`],
          ...['get', 'deployment', name, '--output=json'],
        ),
      ),
    );
  const overlay = (environment: string) =>
    `k8s/overlays/${environment}/kustomization.yaml`;

  it.each([
    ['dev', 1],
    ['staging', 2],
    ['prod', 3],
  ])(
    '%s becomes Synced and Healthy, with %i pods',
    async (environment, replicas) => {
      expect(await settle(environment)).toBe('Synced Healthy');
      const { spec, status } = await deployment(environment);
      expect({ wanted: spec.replicas, ready: status.readyReplicas }).toEqual({
        wanted: replicas,
        ready: replicas,
      });
    },
  );

  it('rolls out the tag that a release writes into one overlay, and leaves the others alone', async () => {
    const document = parseDocument(await git.read(name, overlay('dev')));
    const [{ newName, newTag }] = overlaySchema.parse(document.toJS()).images;
    document.setIn(['images', 0, 'newTag'], '4fe2a1bc');
    const files = new Map([[overlay('dev'), document.toString()]]);
    const sha = await git.change(
      name,
      files,
      'chore(dev): release 4fe2a1bc [skip ci]',
    );
    await client.refreshApplication(`${name}-dev`, { project: name });

    await settle('dev', sha);
    const imageIn = async (environment: string) =>
      (await deployment(environment)).spec.template.spec.containers[0].image;
    expect(await imageIn('dev')).toBe(`${newName}:4fe2a1bc`);
    expect(await imageIn('staging')).toBe(`${newName}:${newTag}`);
  });

  itWith(
    `opens the sealed secret of each environment in its namespace${sealedSecrets.reason ? ` (${sealedSecrets.reason})` : ''}`,
    async () => {
      for (const environment of environments) {
        await settle(environment);
        const encoded = await kubectl(
          ...[
            '--namespace',
            `${name}-${environment}`,
            'get',
            'secret',
            `${name}-secrets`,
          ],
          '--output=jsonpath={.data.DATABASE_PASSWORD}',
        );
        expect(Buffer.from(encoded, 'base64').toString()).toBe(password);
      }
    },
  );
});
