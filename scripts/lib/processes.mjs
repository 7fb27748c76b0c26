import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

/** Starts a program with its output in `<logs>/<name>.log`; remembers the last lines for an error message. */
export function startProcess({ name, command, args, cwd, env, logs, verbose }) {
  mkdirSync(logs, { recursive: true });
  const file = path.join(logs, `${name}.log`);
  const log = createWriteStream(file);
  // A group of its own, so that stopping it also stops what it started.
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const tail = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', text => {
      log.write(text);
      if (verbose) {
        process.stdout.write(text.replace(/^(?=.)/gm, `[${name}] `));
      }
      tail.push(...text.split('\n').filter(Boolean));
      tail.splice(0, Math.max(0, tail.length - 30));
    });
  }
  const exited = new Promise(resolve => {
    child.on('error', error => resolve({ code: 1, error }));
    child.on('exit', code => resolve({ code: code ?? 1 }));
  });
  return { name, child, file, tail, exited };
}

function signal(child, name) {
  try {
    if (process.platform === 'win32') {
      child.kill(name);
    } else {
      process.kill(-child.pid, name);
    }
  } catch (error) {
    if (error.code !== 'ESRCH') {
      throw error;
    }
  }
}

/** Asks every process to stop, and insists after five seconds. */
export async function stopProcesses(processes) {
  const running = processes.filter(one => one.child.pid);
  running.forEach(one => signal(one.child, 'SIGTERM'));
  const all = Promise.all(running.map(one => one.exited));
  const limit = new Promise(resolve => {
    setTimeout(() => resolve('late'), 5_000).unref();
  });
  if ((await Promise.race([all, limit])) === 'late') {
    running.forEach(one => signal(one.child, 'SIGKILL'));
  }
}

/** Resolves once `url` answers with one of `accept`; rejects when the process ends first or `seconds` have passed. */
export async function waitForHttp({
  url,
  process: started,
  seconds,
  accept = [200],
}) {
  const end = Date.now() + seconds * 1_000;
  let ended;
  started.exited.then(result => {
    ended = result;
  });
  while (Date.now() < end) {
    if (ended) {
      throw new Error(
        `${started.name} stopped with code ${ended.code}. Its last lines (all in ${started.file}):\n${started.tail.join('\n')}`,
      );
    }
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      if (accept.includes(response.status)) {
        return;
      }
    } catch {
      // not listening yet
    }
    await new Promise(resolve => {
      setTimeout(resolve, 200);
    });
  }
  throw new Error(
    `${started.name} did not answer at ${url} within ${seconds} s. Its last lines (all in ${started.file}):\n${started.tail.join('\n')}`,
  );
}

/** Whether something already listens on a loopback port. */
export function isPortTaken(port) {
  return new Promise(resolve => {
    const socket = net.connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
