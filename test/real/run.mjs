// Runs the suites of this folder against real systems. README.md tells what is real and how long it takes.
//   node test/real/run.mjs            build what is missing, start, test, stop
//   node test/real/run.mjs build      only build
//   node test/real/run.mjs serve      start and wait for Ctrl-C
//   node test/real/run.mjs PATTERN    only the suites whose file name matches
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installDependencies } from '../../scripts/lib/dependencies.mjs';
import { root } from '../../scripts/lib/paths.mjs';
import { done, fail, step } from '../../scripts/lib/print.mjs';
import { runCommand } from '../../scripts/lib/runCommand.mjs';
import { prepareToolchain } from '../../scripts/lib/toolchain.mjs';
import { startArgocd } from './lib/argocd.mjs';
import { startCluster } from './lib/cluster.mjs';
import {
  bin,
  cache,
  dataDir,
  here,
  logsDir,
  pkiDir,
  program,
  runDir,
} from './lib/layout.mjs';
import { findObstacles, whyNoSealedSecrets } from './lib/prerequisites.mjs';
import { startSealedSecrets } from './lib/sealedSecrets.mjs';
import { stopLeftovers, stopServers } from './lib/servers.mjs';
import { isComplete, provideTools } from './lib/tools.mjs';

const [command] = process.argv.slice(2);
let total = { passed: 0, failed: 0, skipped: 0 };

/** Starts everything; resolves to what the suites find in their environment. */
async function startStack() {
  for (const folder of [dataDir, pkiDir, logsDir]) {
    rmSync(folder, { recursive: true, force: true });
  }
  step('Starting the Kubernetes control plane');
  const kubeconfig = await startCluster();
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
    SLIPWAY_REAL_KUBECTL: program('kubectl'),
    SLIPWAY_REAL_KUBECONFIG: kubeconfig,
    SLIPWAY_REAL_RUN_DIR: runDir,
    ...(sealedSecrets
      ? { SLIPWAY_REAL_SEALED_SECRETS_URL: sealedSecrets }
      : { SLIPWAY_REAL_NO_SEALED_SECRETS: noSealedSecrets }),
  };
}

async function runSuites({ node, env }, variables, pattern) {
  const report = path.join(runDir, 'report.json');
  rmSync(report, { force: true });
  await runCommand({
    command: node,
    args: [
      path.join(root, 'node_modules/@backstage/cli/bin/backstage-cli'),
      ...['package', 'test', '--watchAll=false', '--runInBand', '--verbose'],
      ...['--roots', here, '--json', `--outputFile=${report}`],
      ...(pattern ? ['--testPathPatterns', pattern] : []),
    ],
    cwd: path.join(root, 'test'),
    env: { ...env, ...variables, NODE_ENV: 'test', CI: 'true' },
  });
  if (!existsSync(report)) {
    throw new Error('the suites did not run');
  }
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const broken = result.testResults.filter(
    one => one.status === 'failed' && one.assertionResults.length === 0,
  );
  const tests = result.testResults.flatMap(one => one.assertionResults);
  const skipped = tests.filter(test =>
    ['pending', 'todo'].includes(test.status),
  );
  for (const test of skipped) {
    process.stdout.write(`skipped: ${test.fullName}\n`);
  }
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + broken.length,
    skipped: skipped.length,
  };
}

const untilInterrupted = () =>
  new Promise(resolve => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });

async function main() {
  stopLeftovers();
  const obstacles = await findObstacles();
  if (obstacles.length > 0) {
    throw new Error(
      `This needs:\n${obstacles.map(line => `  - ${line}`).join('\n')}`,
    );
  }
  if (!isComplete()) {
    step(`Building into ${cache}: about half an hour on two cores, once`);
  }
  await provideTools();
  done(`All programs are in ${bin}`);
  if (command === 'build') {
    return;
  }
  const context = prepareToolchain();
  await installDependencies(context);
  const interrupted = untilInterrupted();
  const variables = await startStack();
  if (command === 'serve') {
    for (const [name, value] of Object.entries(variables)) {
      process.stdout.write(`export ${name}='${value}'\n`);
    }
    await interrupted;
    return;
  }
  const suites = runSuites(context, variables, command);
  total = await Promise.race([
    suites,
    interrupted.then(() => Promise.reject(new Error('interrupted'))),
  ]);
}

try {
  await main();
} catch (error) {
  fail(error.message);
  total = { ...total, failed: total.failed + 1 };
} finally {
  await stopServers();
}
process.stdout.write(
  `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`,
);
process.exit(total.failed > 0 ? 1 : 0);
