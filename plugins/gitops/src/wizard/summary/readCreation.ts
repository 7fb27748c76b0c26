import { z } from 'zod';

/** The environments in the order of promotion. */
const order = ['dev', 'staging', 'prod'];

const text = z.string().trim().catch('');
const choice = <const T extends readonly [string, ...string[]]>(...of: T) =>
  z.enum(of).catch(of[0]);
const list = z.array(z.string()).catch([]);

const schema = z.object({
  name: text,
  owner: text,
  starter: choice('fastapi', 'chatbot', 'stack'),
  services: list,
  environments: list.transform(names =>
    [...names].sort((a, b) => order.indexOf(a) - order.indexOf(b)),
  ),
  ci: choice('gitlab', 'github'),
  layout: choice('own', 'platform'),
  packaging: choice('kustomize', 'helm'),
  registry: choice('gitlab', 'ecr', 'ghcr', 'dockerhub', 'other'),
  secretStore: choice('sealed-secrets', 'aws-ssm'),
  group: text,
  gitlabHost: text,
  githubOwner: text,
  githubHost: text,
  platformRepository: text,
  argocdInstance: text,
  imageRepository: text,
  dockerhubNamespace: text,
  awsAccountId: text,
  awsRegion: text,
  awsSystem: text,
  secrets: z
    .object({
      sealed: z.array(
        z.object({
          environment: z.string(),
          encryptedData: z.record(z.string(), z.unknown()),
        }),
      ),
    })
    .catch({ sealed: [] }),
});

/** What the wizard of `python-gitops-app` was told so far. */
export type Creation = z.infer<typeof schema>;

/** Reads the form; what is missing or makes no sense is empty, or the first of its choices. */
export function readCreation(formData: unknown): Creation {
  return schema.parse(
    typeof formData === 'object' && formData !== null ? formData : {},
  );
}
