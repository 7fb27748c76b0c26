import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../__testUtils__/eventually';
import { startGitlab, type RunningGitlab } from './__testUtils__/startGitlab';

describe('pipeline hooks', () => {
  let receiver: Server;
  let gitlab: RunningGitlab;
  let answer = 200;
  const received: { event: unknown; token: unknown; body: any }[] = [];

  beforeEach(async () => {
    received.length = 0;
    receiver = createServer((req, res) => {
      let text = '';
      req.on('data', chunk => {
        text += chunk;
      });
      req.on('end', () => {
        const { 'x-gitlab-event': event, 'x-gitlab-token': token } =
          req.headers;
        received.push({ event, token, body: JSON.parse(text) });
        res.writeHead(answer).end();
      });
    }).listen(0, '127.0.0.1');
    await new Promise(resolve => receiver.once('listening', resolve));
    const { port } = receiver.address() as AddressInfo;
    gitlab = await startGitlab({
      webhook: { url: `http://127.0.0.1:${port}/hook`, token: 'hook-secret' },
    });
    await gitlab.world.projects.create({ namespace: 'demo', path: 'orders' });
  });
  afterEach(async () => {
    await gitlab.stop();
    receiver.closeAllConnections();
    await new Promise(resolve => receiver.close(resolve));
  });

  it.each([200, 500])(
    'tell each state in order, though the receiver answers %s',
    async status => {
      answer = status;
      const { sha } = await gitlab.world.git.commitFiles(
        'demo/orders',
        'main',
        [
          {
            action: 'write',
            path: '.gitlab-ci.yml',
            content: 'test: { script: [pytest] }',
          },
        ],
        { message: 'feat: begin' },
      );
      await eventually(
        () => received.at(-1)?.body.object_attributes.status === 'success',
      );
      expect(received.map(({ body }) => body.object_attributes.status)).toEqual(
        ['created', 'pending', 'running', 'success'],
      );
      expect(received[0]).toMatchObject({
        event: 'Pipeline Hook',
        token: 'hook-secret',
        body: {
          object_kind: 'pipeline',
          object_attributes: {
            ref: 'main',
            sha,
            source: 'push',
            stages: ['test'],
          },
          project: {
            path_with_namespace: 'demo/orders',
            web_url: `${gitlab.baseUrl}/demo/orders`,
          },
          commit: { id: sha, title: 'feat: begin' },
          builds: [{ name: 'test', stage: 'test' }],
        },
      });
    },
  );
});
