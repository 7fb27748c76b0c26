import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { aSealingCertificate } from '@slipway/plugin-gitops-common/testUtils';
import { readGitopsConfig } from '../config';
import { SealingCertificates } from './SealingCertificates';

const read = (...certificates: JsonObject[]) =>
  new SealingCertificates(
    readGitopsConfig(
      new ConfigReader({ gitops: { sealedSecrets: { certificates } } }),
    ),
  );

describe('SealingCertificates', () => {
  const directory = createMockDirectory();
  const { certificatePem: pem } = aSealingCertificate();
  let server: Server;
  let url: string;
  let answer: { status: number; body: string };
  let requests: number;

  beforeEach(async () => {
    answer = { status: 200, body: pem };
    requests = 0;
    server = createServer((_request, response) => {
      requests += 1;
      response.writeHead(answer.status).end(answer.body);
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    url = `http://127.0.0.1:${port}/v1/cert.pem`;
  });
  afterEach(() => {
    server.close();
  });

  it.each([
    ['url', () => ({ url })],
    ['pem', () => ({ pem })],
    [
      'file',
      () => {
        directory.setContent({ 'cert.pem': pem });
        return { file: directory.resolve('cert.pem') };
      },
    ],
  ])('reads one by %s', async (_, config) => {
    await expect(read(config()).get('dev')).resolves.toEqual({
      environment: 'dev',
      pem,
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      notAfter: expect.stringMatching(/^\d{4}-/),
    });
  });

  it('takes the first that covers the environment, and asks for it once', async () => {
    const certificates = read(
      { environments: ['prod'], pem: 'broken' },
      { url },
    );
    await certificates.get('dev');
    await Promise.all([certificates.get('dev'), certificates.get('staging')]);
    expect(requests).toBe(1);
    await expect(certificates.get('prod')).rejects.toThrow(
      'gitops.sealedSecrets.certificates gives is no sealing certificate',
    );
  });

  it('names the host and what to do when it cannot be had, and tries again', async () => {
    answer = { status: 503, body: 'no endpoints' };
    const certificates = read({ url });
    const { host } = new URL(url);
    await expect(certificates.get('dev')).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(
        new RegExp(`${host}, which answered 503: check that`),
      ),
    });
    answer = { status: 200, body: '<html>a login page</html>' };
    await expect(certificates.get('dev')).rejects.toThrow(
      `What ${host} gives is no sealing certificate`,
    );
    answer = { status: 200, body: pem };
    await expect(certificates.get('dev')).resolves.toMatchObject({ pem });
  });

  it('says so when nobody listens', async () => {
    server.close();
    await expect(read({ url }).get('dev')).rejects.toThrow(
      /cannot be fetched from 127\.0\.0\.1:\d+: check that/,
    );
  });
});
