// Runs the suites of this folder against real systems. README.md tells what is real and how long it takes.
//   node test/real/run.mjs            build what is missing, start, test, stop
//   node test/real/run.mjs build      only build
//   node test/real/run.mjs checkers   build what `npm test` checks generated repositories with
//   node test/real/run.mjs serve      start and wait for Ctrl-C
//   node test/real/run.mjs PATTERN    only the suites whose file name matches
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installDependencies } from '../../scripts/lib/dependencies.mjs';
import { root } from '../../scripts/lib/paths.mjs';
import { done, fail, step } from '../../scripts/lib/print.mjs';
import { prepareToolchain } from '../../scripts/lib/toolchain.mjs';
import { startArgocd } from './lib/argocd.mjs';
import { startCluster } from './lib/cluster.mjs';
import { defineExternalSecrets } from './lib/externalSecrets.mjs';
import {
  bin,
  cache,
  dataDir,
  here,
  logsDir,
  pkiDir,
  runDir,
} from './lib/layout.mjs';
import { startNode } from './lib/node.mjs';
import { findObstacles, whyNoSealedSecrets } from './lib/prerequisites.mjs';
import { startSealedSecrets } from './lib/sealedSecrets.mjs';
import { stopLeftovers, stopServers } from './lib/servers.mjs';
import { isComplete, provideTools } from './lib/tools.mjs';

const [command] = process.argv.slice(2);

/** Starts everything; resolves to what the suites find in their environment. */
async function startStack() {
  for (const folder of [dataDir, pkiDir, logsDir]) {
    rmSync(folder, { recursive: true, force: true });
  }
  step('Starting the Kubernetes control plane');
  const kubeconfig = await startCluster();
  await startNode();
  await defineExternalSecrets();
  done('Kubernetes is up, with one pretended node');
  const argocd = await startArgocd();
  done(`Argo CD is up: ${argocd.url}`);
  const noSealedSecrets = whyNoSealedSecrets();
  const sealedSecrets = noSealedSecrets
    ? undefined
    : await startSealedSecrets();
  done(
    sealedSecrets
      ? `Sealed secrets are up: ${sealedSecrets}`
      : `No sealed secrets: ${noSealedSecrets}`,
  );
  return {
    SLIPWAY_REAL_ARGOCD_URL: argocd.url,
    SLIPWAY_REAL_ARGOCD_TOKEN: argocd.token,
    SLIPWAY_REAL_ARGOCD_PASSWORD: argocd.password,
    SLIPWAY_REAL_BIN: bin,
    SLIPWAY_REAL_KUBECONFIG: kubeconfig,
    SLIPWAY_REAL_RUN_DIR: runDir,
    ...(sealedSecrets
      ? { SLIPWAY_REAL_SEALED_SECRETS_URL: sealedSecrets }
      : { SLIPWAY_REAL_NO_SEALED_SECRETS: noSealedSecrets }),
  };
}

/** Runs the suites in Jest, as the packages' own tests; `signal` ends it. */
async function runSuites({ node, env }, variables, pattern, signal) {
  const report = path.join(runDir, 'report.json');
  rmSync(report, { force: true });
  const jest = spawn(
    node,
    [
      path.join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
      ...['package', 'test', '--watchAll=false', '--runInBand', '--verbose'],
      ...['--roots', here, '--json', `--outputFile=${report}`],
      ...(pattern ? ['--testPathPatterns', pattern] : []),
    ],
    {
      cwd: path.join(root, 'test'),
      env: { ...env, ...variables, NODE_ENV: 'test', CI: 'true' },
      stdio: 'inherit',
      signal,
    },
  );
  await new Promise((resolve, reject) => {
    jest.on('error', reject);
    jest.on('close', resolve);
  });
  if (!existsSync(report)) {
    throw new Error('the suites did not run');
  }
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const broken = result.testResults.filter(
    one => one.status === 'failed' && one.assertionResults.length === 0,
  );
  const skipped = result.testResults
    .flatMap(one => one.assertionResults)
    .filter(test => ['pending', 'todo'].includes(test.status));
  for (const test of skipped) {
    process.stdout.write(`skipped: ${test.fullName}\n`);
  }
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + broken.length,
    skipped: skipped.length,
  };
}

/** Resolves to the counts, or to nothing where no suite was asked for. */
async function main(signal) {
  await stopLeftovers();
  const obstacles = await findObstacles();
  if (obstacles.length > 0) {
    throw new Error(
      `This needs:\n${obstacles.map(line => `  - ${line}`).join('\n')}`,
    );
  }
  if (command === 'checkers') {
    await installDependencies(prepareToolchain());
    const { provideCheckers } = await import('./lib/checkers.mjs');
    await provideCheckers();
    return undefined;
  }
  if (!isComplete()) {
    step(`Building into ${cache}: about half an hour on two cores, once`);
  }
  await provideTools();
  done(`All programs are in ${bin}`);
  if (command === 'build') {
    return undefined;
  }
  const context = prepareToolchain();
  await installDependencies(context);
  const variables = await startStack();
  if (command !== 'serve') {
    return runSuites(context, variables, command, signal);
  }
  for (const [name, value] of Object.entries(variables)) {
    process.stdout.write(`export ${name}='${value}'\n`);
  }
  done('Press Ctrl-C to stop');
  return new Promise(() => {});
}

const interrupt = new AbortController();
const interrupted = new Promise((_, reject) => {
  interrupt.signal.onabort = () => reject(new Error('Interrupted'));
});
for (const name of ['SIGINT', 'SIGTERM']) {
  process.on(name, () => interrupt.abort());
}

let total;
try {
  total = await Promise.race([main(interrupt.signal), interrupted]);
} catch (error) {
  fail(error.message);
  total = { passed: 0, failed: 1, skipped: 0 };
} finally {
  await stopServers();
}
if (total && command !== 'serve') {
  process.stdout.write(
    `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`,
  );
}
process.exit(total && total.failed > 0 ? 1 : 0);
