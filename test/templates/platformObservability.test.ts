import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { anInput } from './anInput';
import { aPlatformInput } from './aPlatformInput';
import { renderTemplate } from './renderTemplate';
import { stopScaffolder } from './startScaffolder';
import { templatesRoot } from './templateFolder';

afterAll(stopScaffolder);

const render = () => renderTemplate(aPlatformInput(), 'gitops-platform');

describe('observability', () => {
  const allIn = (text: string, pattern: RegExp) =>
    [...text.matchAll(pattern)].map(match => match[1] ?? '');

  /** Names as Prometheus sees them, of what the code of a service declares. */
  async function exportedMetrics(): Promise<ReadonlySet<string>> {
    const code = [...(await renderTemplate(anInput()))]
      .filter(([file]) => file.endsWith('/metrics.py'))
      .map(([, text]) => text)
      .join('\n');
    const declared = (kind: string) =>
      allIn(code, new RegExp(`\\b${kind}\\(\\s*"(\\w+)"`, 'g'));
    return new Set([
      ...declared('Counter'),
      ...declared('Gauge'),
      ...declared('Info').map(name => `${name}_info`),
      ...declared('Histogram').flatMap(name =>
        ['_bucket', '_count', '_sum'].map(suffix => name + suffix),
      ),
      ...(code.includes('ProcessCollector(')
        ? ['process_resident_memory_bytes', 'process_cpu_seconds_total']
        : []),
      // of Prometheus itself
      'up',
    ]);
  }

  it('has a dashboard that asks for metrics which the services export', async () => {
    const text = (await render()).get(
      'observability/base/grafana/dashboards/apps.json',
    );
    const { panels } = z
      .object({
        panels: z.array(
          z.object({ targets: z.array(z.object({ expr: z.string() })) }),
        ),
      })
      .parse(JSON.parse(text ?? ''));
    const asked = panels
      .flatMap(({ targets }) => targets.map(({ expr }) => expr))
      .flatMap(expr => allIn(expr, /(\w+)\{/g));
    const exported = await exportedMetrics();

    expect(asked).toEqual(
      expect.arrayContaining([
        'http_requests_total',
        'http_request_duration_seconds_bucket',
      ]),
    );
    expect(asked.filter(metric => !exported.has(metric))).toEqual([]);
  });

  it('scrapes by the annotations that the services carry', async () => {
    const deployment = await readFile(
      path.join(
        templatesRoot,
        'python-gitops-app/skeletons/packaging/kustomize/k8s/base/deployment.yaml',
      ),
      'utf8',
    );
    const scrape = (await render()).get('observability/overlays/dev/apps.yml');
    const read = allIn(scrape ?? '', /__meta_kubernetes_pod_annotation_(\w+)/g);

    expect(
      allIn(deployment, /(prometheus\.io\/\w+):/g)
        .map(annotation => annotation.replace(/\W/g, '_'))
        .sort(),
    ).toEqual(read.sort());
  });
});
