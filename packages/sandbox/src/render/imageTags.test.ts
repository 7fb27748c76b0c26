import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesInMemory } from './__testUtils__/filesInMemory';
import { renderChart } from './helm';
import { parseManifests } from './KubernetesObject';
import { renderPath } from './renderPath';

/**
 * Tags as they stand in YAML, with the tag that `kustomize build` and `helm template` make of it. Kustomize refuses what is no text
 * (undefined here). `kustomize edit` and `yq` put those into quotes themselves.
 */
const tags: readonly (readonly [string, string | undefined, string])[] = [
  ['"0123456"', '0123456', '0123456'],
  ['1a2b3c4d', '1a2b3c4d', '1a2b3c4d'],
  // too large for a number
  ['3333e333', '3333e333', '3333e333'],
  ['12e45678', '12e45678', '12e45678'],
  ['1E400', '1E400', '1E400'],
  ['12345e67', undefined, '1.2345e+71'],
  ['00e12345', undefined, '0'],
  ['0123456', undefined, '42798'],
  ['01234567', undefined, '342391'],
  ['01234568', undefined, '1.234568e+06'],
  ['12345678', undefined, '1.2345678e+07'],
  ['0b110101', undefined, '53'],
  ['1.10', undefined, '1.1'],
  ['yes', undefined, 'true'],
  ['1:30', '1:30', '1:30'],
  ['2020-01-01', '2020-01-01', '2020-01-01'],
];

const job = (image: string) => `
apiVersion: batch/v1
kind: Job
metadata: {name: job}
spec: {template: {spec: {containers: [{name: app, image: ${image}}]}}}
`;
const overlay = (tag: string) => ({
  'job.yaml': job('app'),
  'kustomization.yaml': `resources: [job.yaml]\nimages: [{name: app, newTag: ${tag}}]\n`,
});
const chart = (tag: string) => ({
  'Chart.yaml': 'apiVersion: v2\nname: x\nversion: 0.1.0\n',
  'values.yaml': `image: {tag: ${tag}}\n`,
  'templates/job.yaml': job('"app:{{ .Values.image.tag }}"'),
});

const imageIn = (objects: readonly unknown[]) =>
  /"image":"([^"]*)"/.exec(JSON.stringify(objects))?.[1];

async function byOurselves(files: Readonly<Record<string, string>>) {
  const inMemory = filesInMemory(
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [`x/${path}`, text]),
    ),
  );
  if (!('Chart.yaml' in files)) {
    return imageIn((await renderPath(inMemory, 'x')).objects);
  }
  const options = { helm: {}, releaseName: 'r', namespace: 'n' };
  const readValueFile = (name: string) => inMemory.readFile(`x/${name}`);
  return imageIn(
    await renderChart(inMemory, 'x', { ...options, readValueFile }),
  );
}

const refused = 'refused: newTag';

/** The image that somebody makes of the files, or that it was refused. */
async function outcome(image: () => unknown): Promise<unknown> {
  try {
    return await image();
  } catch (error) {
    return /newTag/.test(String(error)) ? refused : error;
  }
}

describe('the tag of an image is what the real tools make of it', () => {
  it.each(tags)('%s, by Kustomize', async (tag, expected) => {
    const image = await outcome(() => byOurselves(overlay(tag)));
    expect(image).toBe(expected === undefined ? refused : `app:${expected}`);
  });

  it.each(tags)('%s, by Helm', async (tag, _, expected) => {
    expect(await byOurselves(chart(tag))).toBe(`app:${expected}`);
  });
});

const pathOf = (name: string) =>
  [join(homedir(), '.cache/slipway/real/bin'), '/usr/local/bin', '/usr/bin']
    .map(folder => join(folder, name))
    .find(existsSync);

function byTool(
  tool: string,
  args: readonly string[],
  files: Readonly<Record<string, string>>,
) {
  const folder = mkdtempSync(join(tmpdir(), 'tags-'));
  try {
    mkdirSync(join(folder, 'templates'));
    for (const [path, text] of Object.entries(files)) {
      writeFileSync(join(folder, path), text);
    }
    const built = execFileSync(tool, [...args, folder], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { HOME: folder, PATH: process.env.PATH },
    });
    return imageIn(parseManifests(built, tool));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const kustomize = pathOf('kustomize');
(kustomize ? describe : describe.skip)('the table is right', () => {
  it.each(tags)('%s, by the real kustomize', async (tag, expected) => {
    const image = await outcome(() =>
      byTool(kustomize ?? '', ['build'], overlay(tag)),
    );
    expect(image).toBe(expected === undefined ? refused : `app:${expected}`);
  });
});

const helm = pathOf('helm');
(helm ? describe : describe.skip)('the table is right', () => {
  it.each(tags)('%s, by the real helm', (tag, _, expected) => {
    const image = byTool(helm ?? '', ['template', 'r'], chart(tag));
    expect(image).toBe(`app:${expected}`);
  });
});
