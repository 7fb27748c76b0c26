import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { findTool } from './findTool';
import { freePort } from './freePort';

const debian = '/usr/lib/postgresql';
// PostgreSQL refuses to run as root. This is "nobody" wherever Debian's packages come from.
const nobody = 65534;
const run = promisify(execFile);

/** A PostgreSQL that exists for one test file. */
export interface TestPostgres {
  /** With user and password; the user may create databases. */
  readonly url: string;
  stop(): Promise<void>;
}

/** The folder of PostgreSQL's server programs: Debian keeps them off the PATH. The newest version wins. */
export function findPostgres(): string | undefined {
  const onPath = findTool('initdb');
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  return [
    ...versions
      .sort((a, b) => Number(b) - Number(a))
      .map(version => path.join(debian, version, 'bin')),
    ...(onPath ? [path.dirname(onPath)] : []),
  ].find(folder => existsSync(path.join(folder, 'initdb')));
}

/** Starts a new cluster on a free port of the loopback interface. */
export async function aPostgres(programs: string): Promise<TestPostgres> {
  const root = await mkdtemp(path.join(tmpdir(), 'postgres-'));
  const identity =
    process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : undefined;
  const password = randomBytes(12).toString('hex');
  const passwordFile = path.join(root, 'password');
  const data = path.join(root, 'data');
  await writeFile(passwordFile, password);
  if (identity) {
    await chown(passwordFile, identity.uid, identity.gid);
    await chown(root, identity.uid, identity.gid);
  }
  const options = { cwd: root, ...identity };
  await run(
    path.join(programs, 'initdb'),
    [
      ...['--pgdata', data, '--username', 'tester', '--pwfile', passwordFile],
      ...['--auth', 'scram-sha-256', '--no-sync', '--encoding', 'UTF8'],
    ],
    options,
  );
  const port = await freePort();
  const server = spawn(
    path.join(programs, 'postgres'),
    [
      ...['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1'],
      // Nothing has to survive the machine.
      ...['-c', 'unix_socket_directories=', '-c', 'fsync=off'],
    ],
    { ...options, stdio: 'ignore' },
  );
  const ended = new Promise<void>(resolve => {
    server.on('close', () => resolve());
  });
  const stop = async () => {
    server.kill('SIGINT');
    await ended;
    await rm(root, { recursive: true, force: true });
  };
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      await run(path.join(programs, 'pg_isready'), [
        ...['--host', '127.0.0.1', '--port', String(port)],
      ]);
      break;
    } catch (error) {
      if (Date.now() > deadline || server.exitCode !== null) {
        await stop();
        throw new Error('PostgreSQL does not start', { cause: error });
      }
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return {
    url: `postgresql://tester:${password}@127.0.0.1:${port}/postgres`,
    stop,
  };
}
