import { createArgocdClient } from '@slipway/plugin-gitops-backend-module-argocd';
import { z } from 'zod';
import type { TemplateValues } from '../../templates/anInput';
import { renderTemplate } from '../../templates/renderTemplate';
import { stopScaffolder } from '../../templates/startScaffolder';
import { anArgocdInstance } from './argocdInstance';
import { eventually } from './eventually';
import { argocd, kubectl, program } from './realSystems';
import { startActions, type Actions } from './startActions';
import { startGitHost, type GitHost } from './startGitHost';

const shorts: Readonly<Record<string, string>> = {
  dev: 'dev',
  staging: 'stage',
  prod: 'prod',
};

const applicationSchema = z.object({
  status: z.object({
    sync: z.object({ status: z.string(), revision: z.string().optional() }),
    health: z.object({ status: z.string().optional() }),
    operationState: z.object({ phase: z.string() }).optional(),
    history: z.array(z.object({ revision: z.string() })).optional(),
    conditions: z.array(z.object({ message: z.string() })).optional(),
    resources: z.array(
      z.object({
        kind: z.string(),
        name: z.string(),
        status: z.string(),
        health: z.object({ status: z.string() }).optional(),
      }),
    ),
  }),
});

/** What Argo CD says of an application. */
export type ApplicationStatus = z.infer<typeof applicationSchema>['status'];

/** A repository of `templates/python-gitops-app`, on Argo CD as the template's own steps put it there. */
export interface Delivery {
  status(environment: string): Promise<ApplicationStatus>;
  /** Waits for e.g. `Synced Healthy`, at a revision where one is given. */
  settle(environment: string, state: string, revision?: string): Promise<void>;
  /** Looks at the cluster again, whatever Git says. */
  refresh(environment: string): Promise<void>;
  /** An object of an environment's namespace, or all of a kind by `--selector=…`. */
  get<T>(
    schema: z.ZodType<T>,
    environment: string,
    kind: string,
    object: string,
  ): Promise<T>;
  /** What the pipeline's release job does, of the only image or of one service of a stack; resolves to the commit's SHA. */
  release(environment: string, tag: string, service?: string): Promise<string>;
  stop(): Promise<void>;
}

/** The image that `release` writes. */
export const imageOf = (name: string, service?: string) =>
  `registry.example.com/demo/${name}${service ? `/${service}` : ''}`;

/** Renders a repository, and applies its project and applications by our own actions. What was started ends when a step fails. */
export async function startDelivery(values: TemplateValues): Promise<Delivery> {
  const git = await startGitHost();
  const actions = await startActions();
  const stopHosts = async () => {
    await stopScaffolder();
    await actions.stop();
    await git.stop();
  };
  try {
    await deploy(values, git, actions);
  } catch (error) {
    await stopHosts();
    throw error;
  }
  return deliveryOf(values, git, stopHosts);
}

async function deploy(values: TemplateValues, git: GitHost, actions: Actions) {
  const { name, environments } = values;
  const onHelm = values.packaging === 'helm';
  await git.create(name, await renderTemplate(values));
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
      path: onHelm ? `charts/${name}` : `k8s/overlays/${environment}`,
      ...(onHelm && {
        helm: {
          valueFiles: [`values-${shorts[environment]}.yaml`],
          releaseName: name,
        },
      }),
      targetRevision: 'main',
      namespace: `${name}-${environment}`,
    });
  }
}

function deliveryOf(
  { name, environments, packaging }: TemplateValues,
  git: GitHost,
  stopHosts: () => Promise<void>,
): Delivery {
  const onHelm = packaging === 'helm';
  const client = createArgocdClient(anArgocdInstance());
  const read = async <T>(
    schema: z.ZodType<T>,
    environment: string,
    ...what: readonly string[]
  ) =>
    schema.parse(
      JSON.parse(
        await kubectl(
          `--namespace=${name}-${environment}`,
          ...['get', ...what, '--output=json'],
        ),
      ),
    );
  const status = async (environment: string) => {
    // the object in Kubernetes has no health of resources
    const response = await fetch(
      `${argocd.url}/api/v1/applications/${name}-${environment}`,
      { headers: { Authorization: `Bearer ${argocd.token}` } },
    );
    return applicationSchema.parse(await response.json()).status;
  };
  const edit = (environment: string, tag: string, service?: string) => {
    const image = imageOf(name, service);
    if (!onHelm) {
      const target = `${name}${service ? `-${service}` : ''}`;
      return {
        folder: `k8s/overlays/${environment}`,
        command: program('kustomize'),
        args: ['edit', 'set', 'image', `${target}=${image}:${tag}`],
      };
    }
    const at = `${service ? `.services.${service}` : ''}.image`;
    return {
      folder: `charts/${name}`,
      command: program('yq'),
      args: [
        '-i',
        `${at}.repository = strenv(IMAGE) | ${at}.tag = strenv(TAG)`,
        `values-${shorts[environment]}.yaml`,
      ],
      env: { IMAGE: image, TAG: tag },
    };
  };

  return {
    status,
    settle: (environment, state, revision) =>
      eventually(async () => {
        const { sync, health, conditions } = await status(environment);
        expect({
          state: `${sync.status} ${health.status}`,
          revision: revision && sync.revision,
          conditions,
        }).toEqual({ state, revision, conditions: undefined });
      }),
    refresh: environment =>
      client.refreshApplication(`${name}-${environment}`, { project: name }),
    get: (schema, environment, kind, object) =>
      read(schema, environment, kind, object),
    async release(environment, tag, service) {
      const message = `release(${environment}) ${tag} [skip ci]`;
      const sha = await git.edit(
        name,
        message,
        edit(environment, tag, service),
      );
      await client.refreshApplication(`${name}-${environment}`, {
        project: name,
      });
      return sha;
    },
    async stop() {
      for (const environment of environments) {
        await client.deleteApplication(`${name}-${environment}`, {
          project: name,
        });
      }
      await stopHosts();
    },
  };
}
