// Everything that can be checked without accounts or other systems: types, lint, unit tests, templates, browser journeys.
//   node scripts/test.mjs             the tiers that need nothing but what the workspace brings
//   node scripts/test.mjs templates   what generated repositories look like to kustomize, helm, actionlint, pip, …
// The last line reads `N passed, N failed, N skipped`.
import { mkdirSync, readFileSync, rmSync, existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findBrowser } from './lib/browser.mjs';
import { installDependencies } from './lib/dependencies.mjs';
import { root, stateDir } from './lib/paths.mjs';
import { done, fail, step } from './lib/print.mjs';
import { runCommand } from './lib/runCommand.mjs';
import { prepareToolchain } from './lib/toolchain.mjs';

const resultsDir = path.join(stateDir, 'test');
const bin = name => path.join(root, 'node_modules', name);

/** Checkers that `npm run test:real checkers` built once: with them on the path fewer tests are skipped. */
const checkers = path.join(
  process.env.SLIPWAY_REAL_CACHE ??
    path.join(os.homedir(), '.cache/slipway/real'),
  'bin',
);

const check = args => async context => {
  const { code, output } = await runCommand({
    command: context.node,
    args,
    cwd: root,
    env: context.env,
    quiet: true,
  });
  if (code !== 0) {
    process.stdout.write(output);
  }
  return code === 0
    ? { passed: 1, failed: 0, skipped: [] }
    : { passed: 0, failed: 1, skipped: [] };
};

// Suites that hand generated repositories to the tools of those who will use them.
const toolSuites = 'Tools\\.test\\.ts$';

/** Runs Jest with its own JSON report, as which `name` it is counted. */
async function jest(context, name, cwd, args) {
  const file = path.join(resultsDir, `${name}.json`);
  await runCommand({
    command: context.node,
    args: [
      bin('@backstage/cli/bin/backstage-cli'),
      ...args,
      ...['--watchAll=false', '--maxWorkers=2'],
      // Machines are noisy: a slow answer is not a wrong one.
      '--testTimeout=60000',
      ...['--json', `--outputFile=${file}`],
    ],
    cwd,
    env: {
      ...context.env,
      PATH: `${context.env.PATH}${path.delimiter}${checkers}`,
      CI: 'true',
      NODE_ENV: 'test',
    },
  });
  if (!existsSync(file)) {
    return { passed: 0, failed: 1, skipped: [] };
  }
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const broken = report.testResults.filter(
    one => one.status === 'failed' && one.assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.testResults.flatMap(one =>
      one.assertionResults
        .filter(test => test.status === 'pending' || test.status === 'todo')
        .map(test => test.fullName),
    ),
  };
}

const unit = context =>
  jest(context, 'unit', root, [
    ...['repo', 'test', '--ci'],
    ...['--testPathIgnorePatterns', '/node_modules/', toolSuites],
  ]);

const templates = context =>
  jest(context, 'templates', path.join(root, 'test'), [
    ...['package', 'test', '--ci', '--testPathPatterns', toolSuites],
  ]);

async function journeys(context) {
  const browser = await findBrowser(context.env);
  if (browser.reason) {
    return {
      passed: 0,
      failed: 0,
      skipped: [`browser journeys: ${browser.reason}`],
    };
  }
  const file = path.join(resultsDir, 'journeys.tap');
  const { code } = await runCommand({
    command: context.node,
    args: [
      ...['--import', 'tsx', '--test', '--test-concurrency=1'],
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...['--test-reporter=tap', `--test-reporter-destination=${file}`],
      'test/e2e/*.journey.ts',
    ],
    cwd: root,
    env: {
      ...context.env,
      CHROMIUM_PATH: browser.executablePath,
      ...(browser.libraryPath && {
        CHROMIUM_LIBRARY_PATH: browser.libraryPath,
      }),
    },
  });
  const tap = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const count = word =>
    Number(new RegExp(`^# ${word} (\\d+)`, 'm').exec(tap)?.[1] ?? 0);
  const failed = count('fail') + count('cancelled');
  return {
    passed: count('pass'),
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: [...tap.matchAll(/^\s*ok \d+ - (.*) # SKIP(.*)$/gm)].map(
      match => `${match[1]}:${match[2]}`,
    ),
  };
}

const tiers = {
  types: check([bin('tsgo/bin/tsc'), '--project', root]),
  lint: check([
    bin('@backstage/cli/bin/backstage-cli'),
    'repo',
    'lint',
    '--max-warnings',
    '0',
  ]),
  format: check([
    bin('prettier/bin/prettier.cjs'),
    '--check',
    '--log-level=warn',
    '.',
  ]),
  unit,
  journeys,
};
// Only when it is asked for: most of it needs tools that take minutes to build, and some suites install packages.
const onRequest = { templates };

const chosen = process.argv.slice(2);
const known = { ...tiers, ...onRequest };
const wrong = chosen.filter(name => !(name in known));
if (wrong.length > 0) {
  fail(
    `There is no tier ${wrong.join(', ')}; there are: ${Object.keys(known).join(', ')}`,
  );
  process.exit(2);
}

let total = { passed: 0, failed: 0, skipped: [] };
try {
  const context = prepareToolchain();
  await installDependencies(context);
  rmSync(resultsDir, { recursive: true, force: true });
  mkdirSync(resultsDir, { recursive: true });
  const names = chosen.length > 0 ? chosen : Object.keys(tiers);
  for (const name of names) {
    const run = known[name];
    step(name);
    const result = await run(context);
    total = {
      passed: total.passed + result.passed,
      failed: total.failed + result.failed,
      skipped: [...total.skipped, ...result.skipped],
    };
    const say = result.failed > 0 ? fail : done;
    say(
      `${name}: ${result.passed} passed, ${result.failed} failed, ${result.skipped.length} skipped`,
    );
  }
} catch (error) {
  fail(error.message);
  total = { ...total, failed: total.failed + 1 };
}
for (const name of total.skipped) {
  process.stdout.write(`skipped: ${name}\n`);
}
process.stdout.write(
  `${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped\n`,
);
process.exit(total.failed > 0 ? 1 : 0);
