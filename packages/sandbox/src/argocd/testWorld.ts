import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cluster } from '../cluster';
import { fileWrites, GitStore } from '../git';
import { createArgocd } from './createArgocd';

const baseManifests = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: app}
spec:
  replicas: 2
  selector: {matchLabels: {app: app}}
  template:
    metadata: {labels: {app: app}}
    spec: {containers: [{name: app, image: app}]}
---
apiVersion: v1
kind: Service
metadata: {name: app}
spec: {selector: {app: app}, ports: [{port: 80}]}
`;

const gitlabUrl = 'http://127.0.0.1:1';
export const testToken = 'token-for-tests';

export interface Answer {
  readonly status: number;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

/** A small world for tests: repositories, a cluster and Argo CD over real HTTP; time passes only by `step`. */
export async function startTestWorld(
  options: { readonly folder?: string } = {},
) {
  const folder =
    options.folder ?? mkdtempSync(join(tmpdir(), 'sandbox-argocd-'));
  const git = await GitStore.open(join(folder, 'git'));
  const images = new Set<string>();
  let now = Date.parse('2030-01-01T00:00:00Z');
  const clock = { now: () => new Date(now) };
  const cluster = new Cluster({
    file: join(folder, 'cluster.json'),
    clock,
    images,
    unseal: () => {
      throw new Error('no key could decrypt secret (any)');
    },
  });
  const errors: unknown[] = [];
  const argocd = createArgocd({
    cluster,
    git,
    gitlabUrl,
    token: testToken,
    clock,
    file: join(folder, 'argocd.json'),
    onError: error => errors.push(error),
  });
  const server = createServer(argocd.app);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    folder,
    gitlabUrl,
    git,
    images,
    cluster,
    argocd,
    url,
    /** Ends every open connection; new ones are accepted. */
    cutConnections(): void {
      server.closeAllConnections();
    },
    async step(seconds = 1): Promise<void> {
      for (let i = 0; i < seconds; i++) {
        now += 1000;
        cluster.step();
        await argocd.controller.step();
      }
    },
    async call(method: string, path: string, body?: unknown): Promise<Answer> {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${testToken}`,
          'content-type': 'application/json',
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      return { status: response.status, body: await response.json() };
    },
    /** A repository with a base and one overlay; the answer moves the overlay to another tag. */
    async addRepository(repo: string, tag: string) {
      await git.createRepository(repo);
      const overlay = (newTag: string) =>
        `resources: [../../base]\nimages: [{name: app, newName: registry.localhost/${repo}, newTag: "${newTag}"}]\n`;
      const write = async (
        files: Readonly<Record<string, string>>,
        message: string,
      ) => git.commitFiles(repo, 'main', fileWrites(files), { message });
      await write(
        {
          'k8s/base/kustomization.yaml': 'resources: [app.yaml]\n',
          'k8s/base/app.yaml': baseManifests,
          'k8s/overlays/dev/kustomization.yaml': overlay(tag),
        },
        'feat: first',
      );
      return {
        url: `${gitlabUrl}/${repo}.git`,
        write,
        setTag: (next: string) =>
          write(
            { 'k8s/overlays/dev/kustomization.yaml': overlay(next) },
            `release ${next}`,
          ),
      };
    },
    async stop(stopOptions: { readonly keep?: boolean } = {}): Promise<void> {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      await argocd.close();
      cluster.close();
      if (!stopOptions.keep) {
        rmSync(folder, { recursive: true, force: true });
      }
      if (errors.length > 0) {
        throw new AggregateError(
          errors,
          'Argo CD met errors that nobody waited for',
        );
      }
    },
  };
}

export type TestWorld = Awaited<ReturnType<typeof startTestWorld>>;

/** An application for the overlay `dev` of a repository. */
export function anApplication(
  name: string,
  repoURL: string,
  syncPolicy: object = { automated: { prune: true, selfHeal: true } },
) {
  return {
    metadata: { name, labels: { 'gitops/component': name } },
    spec: {
      project: 'default',
      source: { repoURL, path: 'k8s/overlays/dev', targetRevision: 'main' },
      destination: {
        server: 'https://kubernetes.default.svc',
        namespace: name,
      },
      syncPolicy: { ...syncPolicy, syncOptions: ['CreateNamespace=true'] },
    },
  };
}
