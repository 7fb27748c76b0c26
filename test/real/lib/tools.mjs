import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import {
  chmod,
  copyFile,
  cp,
  mkdtemp,
  readdir,
  rename,
  rm,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { dim, done, elapsed, step } from '../../../scripts/lib/print.mjs';
import { runCommand } from '../../../scripts/lib/runCommand.mjs';
import {
  bin,
  cache,
  environment,
  findProgram,
  here,
  program,
  share,
} from './layout.mjs';

const ARGOCD_VERSION = 'v3.5.3';
const KUBERNETES_VERSION = 'v1.36.1';
const KWOK_VERSION = 'v0.8.0';
// v0.27.1 is the newest whose module declares the path that it is served under
const SEALED_SECRETS_VERSION = 'v0.27.1';
const KUSTOMIZE_VERSION = 'v5.8.2';
const EXTERNAL_SECRETS_VERSION = 'v1.3.2';
const HELM_VERSION = 'v3.22.0';
const YQ_VERSION = 'v4.54.1';

const argocdModule = `github.com/argoproj/argo-cd/v3@${ARGOCD_VERSION}`;
const kwokModule = `sigs.k8s.io/kwok@${KWOK_VERSION}`;
const sealedSecretsModule = `github.com/bitnami-labs/sealed-secrets@${SEALED_SECRETS_VERSION}`;

const externalSecretsModule = `github.com/external-secrets/external-secrets@${EXTERNAL_SECRETS_VERSION}`;

const kubernetesFlags = Object.entries({
  gitVersion: KUBERNETES_VERSION,
  gitMajor: 1,
  gitMinor: KUBERNETES_VERSION.split('.')[1],
  gitTreeState: 'clean',
  buildDate: '2026-01-01T00:00:00Z',
})
  .map(([key, value]) => `-X k8s.io/component-base/version.${key}=${value}`)
  .join(' ');
const argocdFlags = Object.entries({
  version: ARGOCD_VERSION.slice(1),
  gitTreeState: 'clean',
})
  .map(
    ([key, value]) =>
      `-X github.com/argoproj/argo-cd/v3/common.${key}=${value}`,
  )
  .join(' ');

/**
 * Built inside of `modules/control-plane`: `go install` refuses modules with replace directives, so that a module of our own
 * repeats theirs with published versions. Argo CD and Kubernetes share most packages, which compile once.
 */
const fromModule = {
  etcd: ['./etcd', ''],
  'kube-apiserver': ['k8s.io/kubernetes/cmd/kube-apiserver', kubernetesFlags],
  argocd: [
    'github.com/argoproj/argo-cd/v3/cmd',
    `${kubernetesFlags} ${argocdFlags}`,
  ],
  'kube-controller-manager': [
    'k8s.io/kubernetes/cmd/kube-controller-manager',
    kubernetesFlags,
  ],
  'kube-scheduler': ['k8s.io/kubernetes/cmd/kube-scheduler', kubernetesFlags],
  kubectl: ['k8s.io/kubernetes/cmd/kubectl', kubernetesFlags],
};

/** Argo CD renders with the first two and releases are written with the first and the last; so do checks of manifests. */
export const renderers = {
  kustomize: `sigs.k8s.io/kustomize/kustomize/v5@${KUSTOMIZE_VERSION}`,
  helm: `helm.sh/helm/v3/cmd/helm@${HELM_VERSION}`,
  yq: `github.com/mikefarah/yq/v4@${YQ_VERSION}`,
};

const byInstall = {
  ...renderers,
  kwok: `sigs.k8s.io/kwok/cmd/kwok@${KWOK_VERSION}`,
  'sealed-secrets-controller': `github.com/bitnami-labs/sealed-secrets/cmd/controller@${SEALED_SECRETS_VERSION}`,
};

const GO = {
  ...environment,
  GOFLAGS: process.env.GOFLAGS ?? '-buildvcs=false',
};
const jobs =
  process.env.SLIPWAY_REAL_JOBS ?? String(Math.min(os.cpus().length, 4));

export async function run(command, args, cwd, env = GO) {
  const { code, output } = await runCommand({
    command,
    args,
    cwd,
    env,
    quiet: true,
  });
  if (code !== 0) {
    throw new Error(
      `${command} ${args.join(' ')} failed:\n${output.slice(-4_000)}`,
    );
  }
  return output;
}

const stampOf = name => path.join(bin, `.${name}.version`);

const isBuilt = (name, version) =>
  existsSync(program(name)) &&
  existsSync(stampOf(name)) &&
  readFileSync(stampOf(name), 'utf8').trim() === version.trim();

async function build(name, version, compile) {
  if (isBuilt(name, version)) {
    return;
  }
  step(`Building ${name}`);
  const alive = setInterval(
    () =>
      process.stdout.write(dim(`  … still building ${name}, ${elapsed()}\n`)),
    30_000,
  );
  const folder = await mkdtemp(path.join(cache, 'build-'));
  try {
    await compile(folder);
    const [file] = await readdir(folder);
    // in one move, so that an interrupted build leaves no half program
    await rename(path.join(folder, file), program(name));
    writeFileSync(stampOf(name), `${version}\n`);
  } finally {
    clearInterval(alive);
    await rm(folder, { recursive: true, force: true });
  }
  done(`Built ${name}`);
}

/** Folder of a module's source in Go's own cache. */
async function moduleFolder(module, cwd = os.tmpdir()) {
  const output = await run('go', ['mod', 'download', '-json', module], cwd);
  return JSON.parse(output.slice(output.indexOf('{'))).Dir;
}

export const controlPlaneModule = path.join(here, 'modules/control-plane');
export const kwokFolder = () => moduleFolder(kwokModule);
export const sealedSecretsFolder = () => moduleFolder(sealedSecretsModule);
export const externalSecretsFolder = () => moduleFolder(externalSecretsModule);

/** What Argo CD's module carries beside its code: CRDs, default configuration, and two scripts that its repo-server calls. */
export async function copyArgocdFiles() {
  const target = path.join(share, 'argocd');
  const scripts = ['git-verify-wrapper.sh', 'gpg-wrapper.sh'];
  const stamp = path.join(target, '.version');
  if (
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === ARGOCD_VERSION &&
    scripts.every(name => existsSync(program(name)))
  ) {
    return;
  }
  const source = await moduleFolder(argocdModule, controlPlaneModule);
  await rm(target, { recursive: true, force: true });
  for (const [from, to] of [
    ['manifests/crds', 'crds'],
    ['manifests/base/config', 'config'],
  ]) {
    await cp(path.join(source, from), path.join(target, to), {
      recursive: true,
    });
  }
  // Go's module cache is read-only
  await run('chmod', ['-R', 'u+w', target], cache);
  for (const name of scripts) {
    await copyFile(path.join(source, 'hack', name), program(name));
    await chmod(program(name), 0o755);
  }
  writeFileSync(stamp, ARGOCD_VERSION);
}

/** The machine's own program, or Debian's packages unpacked into the cache: nothing is installed or started on the machine. */
export async function provideFromDebian(name, packages) {
  if (findProgram(name)) {
    return;
  }
  step(`Fetching ${name}`);
  const debs = path.join(cache, 'debs');
  const unpacked = path.join(cache, 'deb');
  mkdirSync(debs, { recursive: true });
  await run('apt-get', ['download', name, ...packages], debs);
  for (const file of await readdir(debs)) {
    await run('dpkg-deb', ['-x', path.join(debs, file), unpacked], debs);
  }
  const machine = (await run('uname', ['-m'], cache)).trim();
  writeFileSync(
    program(name),
    `#!/bin/sh\nLD_LIBRARY_PATH="${unpacked}/usr/lib/${machine}-linux-gnu" exec "${unpacked}/usr/bin/${name}" "$@"\n`,
    { mode: 0o755 },
  );
}

const redisPackages = [
  ...['redis-tools', 'libjemalloc2', 'liblzf1', 'liblua5.1-0', 'libatomic1'],
];

/** Whether nothing is left to build. */
export function isComplete() {
  return (
    Object.entries(fromModule).every(([name, [what, flags]]) =>
      isBuilt(name, `${what} ${flags}`),
    ) &&
    Object.entries(byInstall).every(([name, version]) =>
      isBuilt(name, version),
    ) &&
    Boolean(findProgram('redis-server'))
  );
}

/** Builds programs that can be had by `go install`. */
export async function installWithGo(programs) {
  mkdirSync(bin, { recursive: true });
  for (const [name, version] of Object.entries(programs)) {
    await build(name, version, folder =>
      run(
        'go',
        ['install', '-p', jobs, '-trimpath', '-ldflags=-s -w', version],
        os.tmpdir(),
        { ...GO, GOBIN: folder },
      ),
    );
  }
}

/** Builds programs in the folder of their module, where its replace directives hold. */
export async function installInModule(programs) {
  mkdirSync(bin, { recursive: true });
  for (const [name, { module, main }] of Object.entries(programs)) {
    await build(name, module, async folder =>
      run(
        'go',
        [
          ...['build', '-mod=readonly', '-p', jobs, '-trimpath'],
          ...['-ldflags=-s -w', '-o', path.join(folder, name), main],
        ],
        await moduleFolder(module),
      ),
    );
  }
}

/** Builds what the cache does not have. Without Go's own cache that takes half an hour on two cores. */
export async function provideTools() {
  mkdirSync(bin, { recursive: true });
  await provideFromDebian('redis-server', redisPackages);
  await copyArgocdFiles();
  await installWithGo(byInstall);
  for (const [name, [what, flags]] of Object.entries(fromModule)) {
    await build(name, `${what} ${flags}`, folder =>
      run(
        'go',
        [
          ...['build', '-mod=readonly', '-p', jobs, '-trimpath'],
          ...[`-ldflags=-s -w ${flags}`, '-o', path.join(folder, name), what],
        ],
        controlPlaneModule,
      ),
    );
  }
}
