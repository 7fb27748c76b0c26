import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createArgocd } from './argocd';
import { Cluster, ParameterStore } from './cluster';
import { emptyDataFolder } from './emptyDataFolder';
import { createGithubServer } from './github';
import { createGitlabServer } from './gitlab';
import { listen, type Listener } from './listen';
import type { SandboxWorld } from './SandboxWorld';
import { createSealingServer, openSealingKeys, unseal } from './sealing';
import { SeedMarker } from './seed/SeedMarker';
import { seedWorld } from './seed/seedWorld';
import { WorldClock } from './WorldClock';

export interface SandboxOptions {
  /** Holds everything; made when it is not there. */
  readonly dataDir: string;
  /** The token that GitLab accepts, for the API and for pushes. */
  readonly gitlabToken: string;
  /** The token that Argo CD accepts. */
  readonly argocdToken: string;
  /** The token that GitHub accepts, for the API and for pushes. */
  readonly githubToken: string;
  /** 0 = any that is free; default 7101. */
  readonly gitlabPort?: number;
  /** 0 = any that is free; default 7102. */
  readonly argocdPort?: number;
  /** 0 = any that is free; default 7103. */
  readonly sealedSecretsPort?: number;
  /** 0 = any that is free; default 7104. */
  readonly githubPort?: number;
  /** How much faster than normal things happen; default 1. */
  readonly speed?: number;
  /** Whether a new world begins with components in interesting states; default true. */
  readonly seed?: boolean;
  /** Receives GitLab's pipeline events. */
  readonly webhookUrl?: string;
  /** Receives GitHub's `workflow_run` events. */
  readonly githubWebhookUrl?: string;
  /** Hears of errors that nobody waits for. */
  readonly onError?: (error: unknown) => void;
}

export interface Sandbox {
  readonly gitlabUrl: string;
  readonly argocdUrl: string;
  readonly sealedSecretsUrl: string;
  readonly githubUrl: string;
  readonly world: SandboxWorld;
  /** Closes the ports and writes what is pending. */
  stop(): Promise<void>;
}

const comparisonInterval = 180_000;

/** Starts the local world: GitLab, GitHub, Argo CD with a cluster, and the sealed-secrets controller, on the loopback interface. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const ports = await openPorts(options);
  const closePorts = () =>
    Promise.all(Object.values(ports).map(port => port.close()));
  try {
    const marker = new SeedMarker(options.dataDir);
    const seeding = options.seed !== false && marker.state !== 'finished';
    if (seeding && marker.state === 'started') {
      // a start that was interrupted left half a past: it is made up again from the beginning
      emptyDataFolder(options.dataDir);
    }
    mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
    const clock = new WorldClock();
    const world = await openWorld(options, clock, {
      gitlab: ports.gitlab.url,
      github: ports.github.url,
    });
    if (seeding) {
      marker.start();
      await seedWorld({
        world,
        clock,
        gitlabUrl: ports.gitlab.url,
        githubUrl: ports.github.url,
      });
      marker.finish();
    }
    world.argocd.controller.request();
    await world.argocd.controller.settle();
    const stopTime = letTimePass(world, options);
    ports.gitlab.answer(world.gitlab.app);
    ports.github.answer(world.github.app);
    ports.argocd.answer(world.argocd.app);
    ports.sealing.answer(createSealingServer(world.sealing));
    return {
      gitlabUrl: ports.gitlab.url,
      argocdUrl: ports.argocd.url,
      sealedSecretsUrl: ports.sealing.url,
      githubUrl: ports.github.url,
      world,
      stop: async () => {
        stopTime();
        await closePorts();
        await world.argocd.close();
        world.cluster.close();
        await world.github.close();
        await world.gitlab.close();
        world.parameters.close();
      },
    };
  } catch (error) {
    await closePorts();
    throw error;
  }
}

type PortKey = 'gitlab' | 'argocd' | 'sealing' | 'github';

async function openPorts(
  options: SandboxOptions,
): Promise<Readonly<Record<PortKey, Listener>>> {
  const wanted: Record<PortKey, Parameters<typeof listen>[0]> = {
    gitlab: {
      name: 'GitLab',
      port: options.gitlabPort ?? 7101,
      variable: 'SANDBOX_GITLAB_PORT',
    },
    argocd: {
      name: 'Argo CD',
      port: options.argocdPort ?? 7102,
      variable: 'SANDBOX_ARGOCD_PORT',
    },
    sealing: {
      name: 'sealed-secrets controller',
      port: options.sealedSecretsPort ?? 7103,
      variable: 'SANDBOX_SEALED_SECRETS_PORT',
    },
    github: {
      name: 'GitHub',
      port: options.githubPort ?? 7104,
      variable: 'SANDBOX_GITHUB_PORT',
    },
  };
  const open: Partial<Record<PortKey, Listener>> = {};
  try {
    for (const key of Object.keys(wanted) as PortKey[]) {
      open[key] = await listen(wanted[key]);
    }
  } catch (error) {
    await Promise.all(Object.values(open).map(port => port.close()));
    throw error;
  }
  return open as Record<PortKey, Listener>;
}

async function openWorld(
  options: SandboxOptions,
  clock: WorldClock,
  urls: { readonly gitlab: string; readonly github: string },
): Promise<SandboxWorld> {
  const { dataDir, speed, onError } = options;
  const state = join(dataDir, 'state');
  const parameters = new ParameterStore({
    file: join(state, 'parameters.json'),
  });
  const gitlab = await createGitlabServer({
    parameters,
    dataDir,
    token: options.gitlabToken,
    speed,
    clock,
    baseUrl: urls.gitlab,
    onError,
    ...(options.webhookUrl && { webhook: { url: options.webhookUrl } }),
  });
  const github = await createGithubServer({
    parameters,
    images: gitlab.images,
    imageRepositories: gitlab.imageRepositories,
    dataDir,
    token: options.githubToken,
    speed,
    clock,
    baseUrl: urls.github,
    onError,
    ...(options.githubWebhookUrl && {
      webhook: { url: options.githubWebhookUrl },
    }),
  });
  const sealing = await openSealingKeys(join(dataDir, 'sealing'));
  const cluster = new Cluster({
    file: join(state, 'cluster.json'),
    clock,
    speed,
    images: gitlab.images,
    parameters,
    unseal: object => unseal(object, sealing.privateKey),
  });
  const argocd = createArgocd({
    cluster,
    git: gitlab.git,
    gitlabUrl: urls.gitlab,
    otherHosts: [{ baseUrl: urls.github, git: github.git }],
    token: options.argocdToken,
    clock,
    speed,
    file: join(state, 'argocd.json'),
    onError,
  });
  return { gitlab, github, cluster, argocd, sealing, parameters };
}

/** One step a second of the world's time, and a comparison with Git every three minutes even if nobody pushed. */
function letTimePass(
  { cluster, argocd }: SandboxWorld,
  { speed = 1, onError }: SandboxOptions,
): () => void {
  let busy = false;
  const step = async () => {
    if (busy) {
      return;
    }
    busy = true;
    try {
      cluster.step();
      await argocd.controller.step();
    } catch (error) {
      onError?.(error);
    } finally {
      busy = false;
    }
  };
  const steps = setInterval(() => void step(), Math.max(5, 1000 / speed));
  const comparisons = setInterval(
    () => argocd.controller.request(),
    Math.max(1000, comparisonInterval / speed),
  );
  return () => {
    clearInterval(steps);
    clearInterval(comparisons);
  };
}
