import path from 'node:path';
import { root } from './paths.mjs';
import { done, step } from './print.mjs';
import { isPortTaken, startProcess, waitForHttp } from './processes.mjs';

const ports = {
  'the frontend': 3000,
  'the backend': 7007,
  'the sandbox (GitLab)': 7101,
  'the sandbox (Argo CD)': 7102,
  'the sandbox (sealed secrets)': 7103,
  'the sandbox (GitHub)': 7104,
};

async function refuseTakenPorts() {
  const taken = [];
  for (const [who, port] of Object.entries(ports)) {
    if (await isPortTaken(port)) {
      taken.push(`${port} (${who})`);
    }
  }
  if (taken.length > 0) {
    throw new Error(
      `These ports of 127.0.0.1 are in use: ${taken.join(', ')}. Is Slipway already running? Stop what listens there, then run this again.`,
    );
  }
}

/**
 * Starts sandbox, backend and frontend and resolves when all three answer. `started` receives each process at once, so that
 * the caller can stop them whatever happens.
 */
export async function startStack({
  node,
  env,
  logs,
  started,
  verbose,
  configs = [],
}) {
  await refuseTakenPorts();
  const run = (name, args, cwd) => {
    const one = startProcess({
      name,
      command: node,
      args,
      cwd,
      env,
      logs,
      verbose,
    });
    started.push(one);
    return one;
  };
  const configArgs = ['app-config.yaml', ...configs].flatMap(file => [
    '--config',
    path.resolve(root, file),
  ]);
  const cli = path.join(root, 'node_modules/@backstage/cli/bin/backstage-cli');

  step('Starting sandbox, backend and frontend');
  const sandbox = run(
    'sandbox',
    ['--import', 'tsx', 'src/main.ts'],
    path.join(root, 'packages/sandbox'),
  );
  const frontend = run(
    'frontend',
    [cli, 'package', 'start', ...configArgs],
    path.join(root, 'packages/app'),
  );
  await waitForHttp({
    url: 'http://127.0.0.1:7103/v1/cert.pem',
    process: sandbox,
    seconds: 120,
  });
  done('Sandbox is up: GitLab, GitHub, Argo CD and sealed secrets');
  const backend = run(
    'backend',
    [cli, 'package', 'start', ...configArgs],
    path.join(root, 'packages/backend'),
  );
  await Promise.all([
    waitForHttp({
      url: 'http://127.0.0.1:7007/.backstage/health/v1/readiness',
      process: backend,
      seconds: 180,
    }).then(() => done('Backend is up')),
    waitForHttp({
      url: 'http://127.0.0.1:3000/',
      process: frontend,
      seconds: 300,
    }).then(() => done('Frontend is up')),
  ]);
}
