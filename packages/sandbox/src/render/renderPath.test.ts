import { filesInMemory } from './__testUtils__/filesInMemory';
import { changeImage } from './transformImages';
import { renderPath } from './renderPath';

const configMap =
  'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {A: "1"}\n';

describe('renderPath', () => {
  it.each([
    [
      'a field that it does not know',
      { 'k/kustomization.yaml': 'resources: []\nhelmCharts: []\n' },
      'the sandbox does not know kustomization field "helmCharts"',
    ],
    [
      'an unknown field of a patch',
      {
        'k/kustomization.yaml':
          'patches: [{path: x.yaml, options: {allowNameChange: true}}]\n',
      },
      'the sandbox does not know kustomization field "patches.0.options"',
    ],
    [
      'a path out of the repository',
      { 'k/kustomization.yaml': 'resources: [../../secret.yaml]\n' },
      'path "../../secret.yaml" leaves the repository',
    ],
    [
      'an absolute path',
      { 'k/kustomization.yaml': 'resources: [/etc/passwd]\n' },
      'path "/etc/passwd" is not allowed: it must be relative',
    ],
    [
      'a file beside the kustomization',
      {
        'k/kustomization.yaml': 'resources: [../a.yaml]\n',
        'a.yaml': configMap,
      },
      "security; file 'a.yaml' is not in or below 'k'",
    ],
    [
      'a remote resource',
      { 'k/kustomization.yaml': 'resources: ["https://example.com/a.yaml"]\n' },
      'the sandbox does not fetch remote resources',
    ],
    [
      'a circle',
      {
        'k/kustomization.yaml': 'resources: [../l]\n',
        'l/kustomization.yaml': 'resources: [../k]\n',
      },
      'cycle detected: k -> l -> k',
    ],
    [
      'the same object twice',
      {
        'k/kustomization.yaml': 'resources: [a.yaml, b.yaml]\n',
        'k/a.yaml': configMap,
        'k/b.yaml': configMap,
      },
      'may not add resource with an already registered id: ConfigMap.settings',
    ],
    ['YAML that is none', { 'k/a.yaml': 'a: [' }, 'k/a.yaml: '],
    [
      'a manifest without a kind',
      { 'k/a.yaml': 'a: 1' },
      "k/a.yaml: Object 'Kind' is missing",
    ],
    [
      'a folder that is not there',
      { 'l/a.yaml': configMap },
      'k: app path does not exist',
    ],
    [
      'a chart without a version',
      { 'k/Chart.yaml': 'apiVersion: v2\nname: x' },
      'chart.metadata.version is required',
    ],
  ])('refuses %s', async (_, files, message) => {
    await expect(renderPath(filesInMemory(files), 'k')).rejects.toThrow(
      message,
    );
  });

  it('reads a folder without a kustomization as plain manifests, not those below', async () => {
    const files = filesInMemory({
      'k/a.yaml': configMap,
      'k/b.json': '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"}}',
      'k/notes.txt': 'no manifest',
      'k/below/c.yaml': configMap,
    });
    const { sourceType, objects } = await renderPath(files, 'k');
    expect(sourceType).toBe('Directory');
    expect(objects.map(({ kind }) => kind)).toEqual(['ConfigMap', 'Secret']);
  });
});

describe('changeImage', () => {
  it.each([
    ['app', { newTag: '1' }, 'app:1'],
    ['app:old', { newTag: '1' }, 'app:1'],
    [
      'app:old',
      { newName: 'reg.example:5000/app' },
      'reg.example:5000/app:old',
    ],
    ['app@sha256:00ff', { newTag: '1' }, 'app:1'],
    ['app:old', { digest: 'sha256:00ff' }, 'app@sha256:00ff'],
    ['app', { newTag: '1', digest: 'sha256:00ff' }, 'app:1@sha256:00ff'],
    ['application', { newTag: '1' }, 'application'],
    ['other/app', { newTag: '1' }, 'other/app'],
  ])('makes of %s with %j %s', (image, entry, expected) => {
    expect(changeImage(image, { name: 'app', ...entry })).toBe(expected);
  });
});
