// Brings up the whole story on this machine: installs what is missing, then runs sandbox, backend and frontend until Ctrl-C.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { installDependencies } from './lib/dependencies.mjs';
import { logsDir, stateDir } from './lib/paths.mjs';
import { bold, cyan, dim, elapsed, fail, green } from './lib/print.mjs';
import { stopProcesses } from './lib/processes.mjs';
import { startStack } from './lib/stack.mjs';
import { sandboxTokens } from './lib/tokens.mjs';
import { prepareToolchain } from './lib/toolchain.mjs';

const flags = process.argv.slice(2);
const known = ['--reset', '--verbose', '--help'];
const unknown = flags.filter(flag => !known.includes(flag));
if (unknown.length > 0 || flags.includes('--help')) {
  process.stdout.write(
    [
      ...unknown.map(flag => `Unknown option ${flag}\n`),
      'Usage: npm start [-- --reset] [-- --verbose]',
      '  --reset     forget every component, repository and run of the sandbox first',
      '  --verbose   print the logs of all processes',
      '',
    ].join('\n'),
  );
  process.exit(unknown.length > 0 ? 2 : 0);
}

const started = [];
let stopping = false;
async function stop(code) {
  if (stopping) {
    return;
  }
  stopping = true;
  await stopProcesses(started);
  process.exit(code);
}
process.on('SIGINT', () => stop(0));
process.on('SIGTERM', () => stop(0));

try {
  const { node, yarn, env } = prepareToolchain();
  await installDependencies({ node, yarn, env });
  if (flags.includes('--reset')) {
    for (const name of ['sandbox', 'database']) {
      await rm(path.join(stateDir, name), { recursive: true, force: true });
    }
  }
  await startStack({
    node,
    env: {
      ...env,
      ...sandboxTokens(),
      NODE_ENV: 'development',
      BROWSER: 'none',
      SANDBOX_WEBHOOK_URL: 'http://127.0.0.1:7007/api/events/http/gitlab',
      SANDBOX_GITHUB_WEBHOOK_URL:
        'http://127.0.0.1:7007/api/events/http/github',
    },
    logs: logsDir,
    started,
    verbose: flags.includes('--verbose'),
  });
  process.stdout.write(
    `
${green('Slipway is ready')} ${dim(`after ${elapsed()}`)}

  ${bold('Open')}    ${cyan('http://127.0.0.1:3000')}  and press ${bold('Enter')} to sign in as a guest
  ${bold('Look')}    at ${cyan('http://127.0.0.1:3000/catalog/default/component/chat-api/deployments')}
  ${bold('Create')}  a service at ${cyan('http://127.0.0.1:3000/create')}

  The world outside is played by the sandbox: GitLab ${cyan('http://127.0.0.1:7101')}, GitHub ${cyan('http://127.0.0.1:7104')}, Argo CD ${cyan('http://127.0.0.1:7102')}
  Logs are in .slipway/logs. Ctrl-C stops everything; ${bold('npm start -- --reset')} begins anew.
`,
  );
  const first = await Promise.race(
    started.map(async one => ({ one, result: await one.exited })),
  );
  if (!stopping) {
    fail(
      `${first.one.name} stopped with code ${first.result.code}; see ${first.one.file}\n${first.one.tail.slice(-10).join('\n')}`,
    );
    await stop(1);
  }
} catch (error) {
  fail(error.message);
  await stop(1);
}
