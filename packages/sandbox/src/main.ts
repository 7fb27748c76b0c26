import { join, resolve } from 'node:path';
import { emptyDataFolder } from './emptyDataFolder';
import { startSandbox } from './startSandbox';

/** The data folder: `SANDBOX_DATA`, else `.slipway/sandbox` at the root of the repository. */
const dataDir = resolve(
  // eslint-disable-next-line no-restricted-syntax -- this file always runs from its place in the repository
  process.env.SANDBOX_DATA ?? join(__dirname, '../../../.slipway/sandbox'),
);

async function main(): Promise<void> {
  if (process.argv[2] === 'reset') {
    emptyDataFolder(dataDir);
    say(`sandbox emptied: ${dataDir}`);
    return;
  }
  const sandbox = await startSandbox({
    dataDir,
    gitlabToken: required('GITLAB_TOKEN'),
    argocdToken: required('ARGOCD_AUTH_TOKEN'),
    githubToken: required('GITHUB_TOKEN'),
    gitlabPort: number('SANDBOX_GITLAB_PORT'),
    argocdPort: number('SANDBOX_ARGOCD_PORT'),
    sealedSecretsPort: number('SANDBOX_SEALED_SECRETS_PORT'),
    githubPort: number('SANDBOX_GITHUB_PORT'),
    speed: number('SANDBOX_SPEED'),
    webhookUrl: process.env.SANDBOX_WEBHOOK_URL || undefined,
    githubWebhookUrl: process.env.SANDBOX_GITHUB_WEBHOOK_URL || undefined,
    onError: error => complain(`sandbox: ${messageOf(error)}`),
  });
  say(
    `sandbox ready: GitLab ${sandbox.gitlabUrl}, GitHub ${sandbox.githubUrl}, Argo CD ${sandbox.argocdUrl}, sealed secrets ${sandbox.sealedSecretsUrl}`,
  );
  let stopping = false;
  const stop = () => {
    if (!stopping) {
      stopping = true;
      sandbox.stop().then(() => process.exit(0), fail);
    }
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(
      `${name} is not set: it is the token that the sandbox accepts.`,
    );
  }
  return value;
}

function number(name: string): number | undefined {
  const text = process.env[name];
  if (!text) {
    return undefined;
  }
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) {
    throw new Error(`${name} must be a number, not “${text}”.`);
  }
  return value;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function fail(error: unknown): void {
  complain(messageOf(error));
  process.exit(1);
}

main().catch(fail);
