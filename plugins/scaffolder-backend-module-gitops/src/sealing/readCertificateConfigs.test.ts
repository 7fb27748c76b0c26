import { ConfigReader } from '@backstage/config';
import { readCertificateConfigs } from './readCertificateConfigs';

const read = (certificates: unknown[]) =>
  readCertificateConfigs(
    new ConfigReader({
      gitops: { sealedSecrets: { certificates: certificates as [] } },
    }),
  );

describe('readCertificateConfigs', () => {
  it('reads each kind of source', () => {
    expect(
      read([
        { environments: ['dev'], url: 'https://dev.example.com/v1/cert.pem' },
        { environments: ['prod'], file: '/etc/prod.pem' },
        { pem: 'PEM' },
      ]),
    ).toEqual([
      {
        environments: ['dev'],
        source: { type: 'url', url: 'https://dev.example.com/v1/cert.pem' },
      },
      {
        environments: ['prod'],
        source: { type: 'file', path: '/etc/prod.pem' },
      },
      { source: { type: 'pem', pem: 'PEM' } },
    ]);
  });

  it('needs none', () => {
    expect(readCertificateConfigs(new ConfigReader({}))).toEqual([]);
  });

  it('reports every problem with its path', () => {
    expect(() =>
      read([{}, { pem: 'PEM', file: '/a' }, { url: 'ftp://a/b' }]),
    ).toThrow(
      [
        'Sealing certificates are not configured correctly:',
        '- gitops.sealedSecrets.certificates[0]: give exactly one of url, file and pem',
        '- gitops.sealedSecrets.certificates[1]: give exactly one of url, file and pem',
        '- gitops.sealedSecrets.certificates[2].url: must be an http or https URL',
      ].join('\n'),
    );
  });
});
