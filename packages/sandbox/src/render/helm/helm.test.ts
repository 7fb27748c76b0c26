import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { filesInMemory } from '../__testUtils__/filesInMemory';
import { asKubernetesObject } from '../KubernetesObject';
import { charts } from './__testUtils__/charts';
import type { HelmSource } from './helmSource';
import { parseYaml } from '../parseYaml';
import { renderChart } from './renderChart';

const helm = [
  join(homedir(), '.cache/slipway/real/bin/helm'),
  '/usr/local/bin/helm',
  '/usr/bin/helm',
].find(existsSync);

const compare = helm ? describe : describe.skip;
const reason = helm ? '' : ' (skipped: there is no helm on this machine)';

compare(`the renderer gives what helm template gives${reason}`, () => {
  it.each(charts)('$title', async ({ files, helm: source = {} }) => {
    const folder = mkdtempSync(join(tmpdir(), 'helm-'));
    try {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const built = execFileSync(helm ?? '', helmArguments(folder, source), {
        encoding: 'utf8',
        env: { HOME: folder, PATH: process.env.PATH },
      });
      const inMemory = filesInMemory(files);
      const objects = await renderChart(inMemory, 'chart', {
        helm: source,
        releaseName: source.releaseName ?? 'release',
        namespace: 'namespace',
        readValueFile: name => inMemory.readFile(`chart/${name}`),
      });
      expect(byName(objects)).toEqual(
        byName(
          parseYaml(built, 'helm').map(value =>
            asKubernetesObject(value, 'helm'),
          ),
        ),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function helmArguments(folder: string, source: HelmSource): readonly string[] {
  const chart = join(folder, 'chart');
  const values = join(folder, 'values-object.yaml');
  writeFileSync(values, stringify(source.valuesObject ?? {}));
  return [
    'template',
    chart,
    '--name-template',
    source.releaseName ?? 'release',
    '--namespace',
    'namespace',
    '--kube-version',
    '1.34.0',
    '--include-crds',
    ...(source.valueFiles ?? []).flatMap(name => [
      '--values',
      join(chart, name),
    ]),
    '--values',
    values,
    ...(source.parameters ?? []).flatMap(({ name, value, forceString }) => [
      forceString ? '--set-string' : '--set',
      `${name}=${value ?? ''}`,
    ]),
  ];
}

function byName<T extends { kind: string; metadata: { name: string } }>(
  objects: readonly T[],
) {
  return Object.fromEntries(
    objects.map(object => [`${object.kind} ${object.metadata.name}`, object]),
  );
}
