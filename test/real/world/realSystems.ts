import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

const environmentSchema = z.object({
  SLIPWAY_REAL_ARGOCD_URL: z.string().url(),
  SLIPWAY_REAL_ARGOCD_TOKEN: z.string().min(1),
  SLIPWAY_REAL_ARGOCD_PASSWORD: z.string().min(1),
  SLIPWAY_REAL_BIN: z.string(),
  SLIPWAY_REAL_KUBECONFIG: z.string(),
  SLIPWAY_REAL_RUN_DIR: z.string(),
  SLIPWAY_REAL_SEALED_SECRETS_URL: z.string().url().optional(),
  SLIPWAY_REAL_NO_SEALED_SECRETS: z.string().optional(),
});

function readEnvironment() {
  const parsed = environmentSchema.safeParse(process.env);
  if (!parsed.success) {
    throw new Error(
      'These suites run by `npm run test:real`, which starts what they need',
    );
  }
  return parsed.data;
}

const environment = readEnvironment();

/** The Argo CD that `run.mjs` started. */
export const argocd = {
  url: environment.SLIPWAY_REAL_ARGOCD_URL,
  token: environment.SLIPWAY_REAL_ARGOCD_TOKEN,
  /** Of the local account `admin`. */
  password: environment.SLIPWAY_REAL_ARGOCD_PASSWORD,
} as const;

/** Absent where the controller cannot run; `reason` says why. */
export const sealedSecrets = {
  url: environment.SLIPWAY_REAL_SEALED_SECRETS_URL,
  reason: environment.SLIPWAY_REAL_NO_SEALED_SECRETS,
} as const;

/** For files of a suite; emptied when the next run starts. */
export const dataDir = `${environment.SLIPWAY_REAL_RUN_DIR}/data`;

/** A program that `run.mjs` provides. */
export const program = (name: string): string =>
  path.join(environment.SLIPWAY_REAL_BIN, name);

/** Runs kubectl as the cluster's administrator. */
export async function kubectl(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(program('kubectl'), [
    `--kubeconfig=${environment.SLIPWAY_REAL_KUBECONFIG}`,
    ...args,
  ]);
  return stdout.trim();
}
