import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';

const argocdUrl = 'http://127.0.0.1:7102';
const application = 'billing-prod';

/**
 * Milliseconds from the moment Argo CD's own stream tells of a change to the moment the page shows it. The change is a label
 * that moves the application between environments, so that its card has to appear or to go.
 */
export async function firstChange(
  page: Page,
  dataDir: string,
  run: number,
): Promise<number> {
  const { ARGOCD_AUTH_TOKEN: token } = JSON.parse(
    readFileSync(path.join(dataDir, 'sandbox-tokens.json'), 'utf8'),
  ) as Record<string, string>;
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
  };
  const card = page.getByRole('article', { name: 'prod', exact: true });
  const wanted = run % 2 === 0 ? 'hidden' : 'visible';
  await card.waitFor({ state: wanted === 'hidden' ? 'visible' : 'hidden' });

  const url = `${argocdUrl}/api/v1/applications/${application}`;
  const current = await fetch(url, { headers }).then(answer => answer.json());
  current.metadata.labels['gitops/environment'] =
    wanted === 'hidden' ? 'elsewhere' : 'prod';
  const streamed = changeOnStream(headers);
  const response = await fetch(`${argocdUrl}/api/v1/applications?upsert=true`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      metadata: {
        name: application,
        labels: current.metadata.labels,
        annotations: current.metadata.annotations,
        finalizers: current.metadata.finalizers,
      },
      spec: current.spec,
    }),
  });
  if (!response.ok) {
    throw new Error(`The application was not changed: ${response.status}`);
  }
  const changedAt = await streamed;
  await card.waitFor({ state: wanted, timeout: 10_000 });
  return Date.now() - changedAt;
}

/** When the stream tells of the application's next change. */
async function changeOnStream(
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const { body } = await fetch(
    `${argocdUrl}/api/v1/stream/applications?name=${application}`,
    {
      headers: { ...headers, Accept: 'text/event-stream' },
      signal: AbortSignal.timeout(20_000),
    },
  );
  if (!body) {
    throw new Error('Argo CD has no stream');
  }
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        throw new Error('The stream ended before the change came');
      }
      if (value.includes('"MODIFIED"')) {
        return Date.now();
      }
    }
  } finally {
    await reader.cancel();
  }
}
