import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { stateDir } from './paths.mjs';
import { step } from './print.mjs';
import { runCommand } from './runCommand.mjs';

const installed = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** A Chromium that npm carries inside a package, for Linux machines without one. */
const packaged = '@sparticuz/chromium@153.0.0';

async function browserFromNpm(env) {
  const folder = path.join(stateDir, 'browser');
  const entry = path.join(
    folder,
    'node_modules/@sparticuz/chromium/build/esm/index.js',
  );
  if (!existsSync(entry)) {
    step(`No Chromium here: fetching ${packaged}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
    await runCommand({
      command: 'npm',
      args: [
        'install',
        '--prefix',
        folder,
        '--no-audit',
        '--no-fund',
        '--no-package-lock',
        packaged,
      ],
      cwd: folder,
      env,
      quiet: true,
    });
  }
  if (!existsSync(entry)) {
    return undefined;
  }
  // Its own shared libraries unpack only where it believes to run on AWS Lambda.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  const { default: chromium } = await import(pathToFileURL(entry).href);
  return {
    executablePath: await chromium.executablePath(),
    libraryPath: process.env.LD_LIBRARY_PATH,
  };
}

/** Path of a Chromium that starts here, or the reason why there is none. */
export async function findBrowser(env) {
  const candidates = installed
    .filter(file => file && existsSync(file))
    .map(executablePath => ({ executablePath }));
  if (
    candidates.length === 0 &&
    process.platform === 'linux' &&
    process.arch === 'x64'
  ) {
    const fromNpm = await browserFromNpm(env);
    if (fromNpm) {
      candidates.push(fromNpm);
    }
  }
  for (const candidate of candidates) {
    const { code } = await runCommand({
      command: candidate.executablePath,
      args: ['--version'],
      cwd: stateDir,
      env: candidate.libraryPath
        ? { ...env, LD_LIBRARY_PATH: candidate.libraryPath }
        : env,
      quiet: true,
    }).catch(() => ({ code: 1 }));
    if (code === 0) {
      return candidate;
    }
  }
  return {
    reason:
      candidates.length > 0
        ? 'the Chromium that was found does not start (missing system libraries?)'
        : 'no Chromium: install one, or name it in CHROMIUM_PATH',
  };
}
