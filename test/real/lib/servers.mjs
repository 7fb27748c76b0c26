import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  startProcess,
  stopProcesses,
} from '../../../scripts/lib/processes.mjs';
import { runCommand } from '../../../scripts/lib/runCommand.mjs';
import { bin, environment, logsDir, program, runDir } from './layout.mjs';

const pidFile = path.join(runDir, 'pids.json');
const started = [];
let isStopping = false;

/** Starts a server of the cache; `stopServers` stops it, in this run or, after a crash, in the next one. */
export function startServer(
  name,
  args,
  { command = program(name), env = {} } = {},
) {
  if (isStopping) {
    throw new Error(`${name} is not started any more`);
  }
  mkdirSync(runDir, { recursive: true });
  const server = startProcess({
    name,
    command,
    args,
    cwd: runDir,
    env: { ...environment, ...env },
    logs: logsDir,
  });
  started.push(server);
  writeFileSync(pidFile, JSON.stringify(started.map(one => one.child.pid)));
  return server;
}

/** Polls until `isReady` says so; a server that ended meanwhile is reported with its last lines. */
export async function waitUntil(server, seconds, isReady) {
  let ended;
  server.exited.then(result => {
    ended = result;
  });
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    if (await isReady().catch(() => false)) {
      return;
    }
    if (ended || Date.now() > end) {
      const what = ended
        ? `stopped with code ${ended.code}`
        : `was not ready after ${seconds} s`;
      throw new Error(
        `${server.name} ${what}. Its last lines (all in ${server.file}):\n${server.tail.join('\n')}`,
      );
    }
    await sleep(250);
  }
}

export const answersOk = async (url, init) => (await fetch(url, init)).ok;

/** Dependents first: a controller that loses its API server only fills the log. */
export async function stopServers() {
  isStopping = true;
  for (const server of started.splice(0).reverse()) {
    await stopProcesses([server]);
  }
  rmSync(pidFile, { force: true });
}

/** Ends what an earlier run of this clone left behind. A process counts only while it runs a program of the cache. */
export async function stopLeftovers() {
  if (!existsSync(pidFile)) {
    return;
  }
  const isOurs = pid => {
    const commandLine = `/proc/${pid}/cmdline`;
    return (
      existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(bin)
    );
  };
  const left = JSON.parse(readFileSync(pidFile, 'utf8')).filter(isOurs);
  for (const pid of left) {
    process.kill(-pid, 'SIGKILL');
  }
  while (left.some(isOurs)) {
    await sleep(50);
  }
  rmSync(pidFile);
}

/** Output of a program that must succeed. */
export async function call(command, args, { env = {}, cwd = runDir } = {}) {
  const { code, output } = await runCommand({
    command,
    args,
    cwd,
    env: { ...environment, ...env },
    quiet: true,
  });
  if (code !== 0) {
    throw new Error(
      `${path.basename(command)} ${args.join(' ')} failed:\n${output}`,
    );
  }
  return output;
}
