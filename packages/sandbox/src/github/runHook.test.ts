import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../__testUtils__/eventually';
import { startGithub } from './__testUtils__/startGithub';

jest.setTimeout(30_000);

it('tells a webhook how a run goes, in order', async () => {
  const heard: { readonly event: unknown; readonly body: any }[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', chunk => chunks.push(chunk));
    req.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      heard.push({ event: req.headers['x-github-event'], body });
      res.end();
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const github = await startGithub({
    webhook: { url: `http://127.0.0.1:${port}/hook` },
  });
  try {
    await github.repository('app', {
      '.github/workflows/a.yml':
        'name: A\non: push\njobs: { a: { runs-on: x, steps: [{ run: make }] } }\n',
    });
    await eventually(() =>
      heard.some(({ body }) => body.action === 'completed'),
    );
    expect(new Set(heard.map(({ event }) => event))).toEqual(
      new Set(['workflow_run']),
    );
    const actions = heard.map(({ body }) => body.action);
    expect([...new Set(actions)]).toEqual([
      'requested',
      'in_progress',
      'completed',
    ]);
    expect(heard.at(-1)?.body).toMatchObject({
      workflow_run: {
        name: 'A',
        conclusion: 'success',
        head_branch: 'main',
        repository: { full_name: 'demo/app' },
      },
      workflow: { path: '.github/workflows/a.yml' },
      repository: { html_url: `${github.baseUrl}/demo/app` },
    });
  } finally {
    await github.stop();
    await new Promise(resolve => server.close(resolve));
  }
});
