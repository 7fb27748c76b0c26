import { filesInMemory } from '../__testUtils__/filesInMemory';
import { renderChart } from './renderChart';
import type { HelmSource } from './helmSource';

const chartYaml = 'apiVersion: v2\nname: shop\nversion: 0.1.0\n';

async function rendering(
  files: Readonly<Record<string, string>>,
  helm: HelmSource = {},
) {
  const inMemory = filesInMemory({ 'c/Chart.yaml': chartYaml, ...files });
  return renderChart(inMemory, 'c', {
    helm,
    releaseName: 'r',
    namespace: 'n',
    readValueFile: name => inMemory.readFile(`c/${name}`),
  });
}

const manifest = (value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${value}\n`;

describe('renderChart says where and why it cannot', () => {
  it.each([
    [
      'a function that it does not know',
      '{{ genCA "x" 1 }}',
      'parse error at (shop/templates/a.yaml:4): function "genCA" not defined',
    ],
    [
      'a value below one that is not there',
      '{{ .Values.image.tag }}',
      'template: shop/templates/a.yaml:4:11: executing "shop/templates/a.yaml" at <.Values.image.tag>: nil pointer evaluating interface {}.tag',
    ],
    [
      'a value that is required',
      '{{ required "A tag is needed" .Values.tag }}',
      'error calling required: A tag is needed',
    ],
    [
      'what the chart refuses',
      '{{ fail "not so" }}',
      'error calling fail: not so',
    ],
    [
      'a template that is not there',
      '{{ include "other" . }}',
      'error calling include: template: no template "other"',
    ],
    [
      'numbers and texts compared',
      '{{ eq 1 "1" }}',
      'error calling eq: incompatible types for comparison',
    ],
    [
      'a float compared with an integer, as every number in values is',
      '{{ eq .Values.number 1 }}',
      'incompatible types for comparison',
    ],
    [
      'a missing end',
      '{{ if true }}',
      'parse error at (shop/templates/a.yaml:4): unclosed {{if}}',
    ],
    ['an unknown variable', '{{ $x }}', 'undefined variable "$x"'],
    ['an action that does not end', '{{ "a', 'unterminated quoted string'],
    [
      'a field that charts do not have',
      '{{ .Chart.Nope }}',
      "can't evaluate field Nope in type *chart.Metadata",
    ],
    [
      'a template that calls itself for ever',
      '{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}',
      'exceeded maximum template depth',
    ],
    ['YAML that is none', '[', 'YAML parse error on shop/templates/a.yaml'],
  ])('%s', async (_, value, message) => {
    await expect(
      rendering({
        'c/templates/a.yaml': manifest(value),
        'c/values.yaml': 'number: 1\n',
      }),
    ).rejects.toThrow(message);
  });

  it.each([
    [
      'a value file that is not there',
      {},
      { valueFiles: ['values-prod.yaml'] },
      'open values-prod.yaml: no such file or directory',
    ],
    [
      'values that are no map',
      { 'c/values.yaml': '- a\n' },
      {},
      'failed to parse c/values.yaml',
    ],
    [
      'a chart with dependencies',
      { 'c/charts/sub/Chart.yaml': chartYaml },
      {},
      'the sandbox does not render charts with dependencies',
    ],
  ])('%s', async (_, files, helm, message) => {
    await expect(rendering(files, helm)).rejects.toThrow(message);
  });

  it('leaves a missing value file out when that is allowed', async () => {
    const objects = await rendering(
      {
        'c/templates/a.yaml': manifest('{{ .Values.name | default "plain" }}'),
      },
      { valueFiles: ['none.yaml'], ignoreMissingValueFiles: true },
    );
    expect(objects.map(({ metadata }) => metadata.name)).toEqual(['plain']);
  });
});
