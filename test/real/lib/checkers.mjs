import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { done, step } from '../../../scripts/lib/print.mjs';
import { bin, cache, program, share } from './layout.mjs';
import {
  copyArgocdFiles,
  externalSecretsFolder,
  installInModule,
  installWithGo,
  provideFromDebian,
  renderers,
  run,
  sealedSecretsFolder,
} from './tools.mjs';

/** What `npm test` checks generated repositories with, where it finds it. */
const programs = {
  ...renderers,
  actionlint: 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12',
  kubeconform: 'github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0',
  kubeseal: 'github.com/bitnami-labs/sealed-secrets/cmd/kubeseal@v0.27.1',
};
// its replace directives keep `go install` away
const inModules = {
  skaffold: {
    module: 'github.com/GoogleContainerTools/skaffold/v2@v2.16.1',
    main: './cmd/skaffold',
  },
};
// the newest that also runs on Node 20
const GITLAB_CI_LOCAL = 'gitlab-ci-local@4.71.0';
const KUBERNETES_SCHEMAS = 'kubernetes-validate==1.37.0';
const KUBERNETES_VERSION = 'v1.36.0';

const schemas = path.join(cache, 'schemas');
const inPython = name => path.join(cache, 'pyenv/bin', name);

async function provideGitlabCiLocal() {
  const folder = path.join(cache, 'npm');
  const entry = path.join(folder, 'node_modules/gitlab-ci-local/dist/index.js');
  if (!existsSync(entry)) {
    step(`Fetching ${GITLAB_CI_LOCAL}`);
    mkdirSync(folder, { recursive: true });
    await run(
      'npm',
      [
        'install',
        '--prefix',
        folder,
        '--no-audit',
        '--no-fund',
        GITLAB_CI_LOCAL,
      ],
      folder,
    );
  }
  writeFileSync(
    program('gitlab-ci-local'),
    `#!/bin/sh\nexec node "${entry}" "$@"\n`,
    { mode: 0o755 },
  );
  // it copies the working tree with it
  await provideFromDebian('rsync', ['libpopt0', 'libxxhash0']);
}

/** The schemas name each other by absolute ids; here they lie side by side. */
function withRelativeReferences(value) {
  if (Array.isArray(value)) {
    return value.map(withRelativeReferences);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      key,
      key === '$ref' && typeof child === 'string'
        ? child.replace(/^.*_definitions\.json/, '_definitions.json')
        : withRelativeReferences(child),
    ]),
  );
}

async function provideKubernetesSchemas() {
  const target = suffix => path.join(schemas, `${KUBERNETES_VERSION}${suffix}`);
  if (existsSync(target('-strict'))) {
    return;
  }
  step('Fetching the schemas of Kubernetes');
  await run('python3', ['-m', 'venv', path.join(cache, 'pyenv')], cache);
  await run(inPython('pip'), ['install', '--quiet', KUBERNETES_SCHEMAS], cache);
  const where = await run(
    inPython('python'),
    ['-c', 'import kubernetes_validate as k; print(k.__path__[0])'],
    cache,
  );
  for (const suffix of ['', '-strict']) {
    const source = path.join(
      where.trim(),
      'kubernetes-json-schema',
      `${KUBERNETES_VERSION}-local${suffix}`,
    );
    mkdirSync(target(suffix), { recursive: true });
    for (const name of readdirSync(source)) {
      const { $id, ...schema } = JSON.parse(
        readFileSync(path.join(source, name), 'utf8'),
      );
      writeFileSync(
        path.join(target(suffix), name),
        JSON.stringify(withRelativeReferences(schema)),
      );
    }
  }
}

/** Where it lists the fields of an object, the API server drops all others without a word. */
const isClosed = value =>
  value.type === 'object' &&
  value.properties !== undefined &&
  value.additionalProperties === undefined &&
  value['x-kubernetes-preserve-unknown-fields'] !== true;

/** A definition's schema as a validator has to read it: "a number or a text" is Kubernetes' own way to say so. */
function forValidators(value) {
  if (Array.isArray(value)) {
    return value.map(forValidators);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const plain = Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, forValidators(child)]),
  );
  if (value['x-kubernetes-int-or-string'] === true) {
    const { type, ...rest } = plain;
    return { ...rest, anyOf: [{ type: 'integer' }, { type: 'string' }] };
  }
  return isClosed(value) ? { ...plain, additionalProperties: false } : plain;
}

/** Writes `schemas/crd/<group>/<kind>_<version>.json` for every definition in a file. */
function writeCrdSchemas(file) {
  for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
    const { spec } = document.toJS();
    const folder = path.join(schemas, 'crd', spec.group);
    mkdirSync(folder, { recursive: true });
    for (const version of spec.versions) {
      const name = `${spec.names.kind.toLowerCase()}_${version.name}.json`;
      writeFileSync(
        path.join(folder, name),
        JSON.stringify(forValidators(version.schema.openAPIV3Schema)),
      );
    }
  }
}

/** Builds and fetches, once, the checkers that `npm test` uses where it finds them. */
export async function provideCheckers() {
  await installWithGo(programs);
  await installInModule(inModules);
  await provideGitlabCiLocal();
  await provideKubernetesSchemas();
  await copyArgocdFiles();
  for (const name of ['application', 'applicationset', 'appproject']) {
    writeCrdSchemas(path.join(share, `argocd/crds/${name}-crd.yaml`));
  }
  writeCrdSchemas(
    path.join(
      await sealedSecretsFolder(),
      'helm/sealed-secrets/crds/bitnami.com_sealedsecrets.yaml',
    ),
  );
  const externalSecrets = path.join(
    await externalSecretsFolder(),
    'config/crds/bases',
  );
  for (const name of ['clustersecretstores', 'externalsecrets']) {
    writeCrdSchemas(
      path.join(externalSecrets, `external-secrets.io_${name}.yaml`),
    );
  }
  done(`All checkers are in ${bin}`);
}
