import { fileWrites } from '../git';
import type { TestWorld } from './testWorld';

const repository = 'demo/chat';

export const chatImage = (tag: string) =>
  `registry.localhost/${repository}:${tag}`;

/** A kustomization that runs `chat` at a tag. */
export function chatKustomization(
  tag: string,
  resources: readonly string[] = ['chat.yaml'],
): string {
  return `resources: [${resources.join(', ')}]\nimages: [{name: chat, newName: registry.localhost/${repository}, newTag: "${tag}"}]\n`;
}

/** The application `chat-dev` from these files, which Argo CD keeps in sync; the answer changes files. */
export async function addChatApplication(
  world: TestWorld,
  files: Readonly<Record<string, string>>,
  retry: object = {},
) {
  await world.git.createRepository(repository);
  const write = async (changed: Readonly<Record<string, string>>) => {
    const below = Object.entries(changed).map(([path, content]) => [
      `k/${path}`,
      content,
    ]);
    await world.git.commitFiles(
      repository,
      'main',
      fileWrites(Object.fromEntries(below)),
      { message: 'release' },
    );
  };
  await write(files);
  await world.call('POST', '/applications', {
    metadata: { name: 'chat-dev' },
    spec: {
      project: 'default',
      source: {
        repoURL: `${world.gitlabUrl}/${repository}.git`,
        path: 'k',
        targetRevision: 'main',
      },
      destination: {
        server: 'https://kubernetes.default.svc',
        namespace: 'chat-dev',
      },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: ['CreateNamespace=true'],
        retry: { limit: 1, refresh: true, ...retry },
      },
    },
  });
  return { write };
}

export async function chatStatus(world: TestWorld) {
  return (await world.call('GET', '/applications/chat-dev')).body.status;
}

/** An object of the application, when the cluster has it. */
export function findInChat(
  { cluster }: TestWorld,
  apiVersion: string,
  kind: string,
  name: string,
) {
  return cluster.find({
    apiVersion,
    kind,
    metadata: { name, namespace: 'chat-dev' },
  });
}
