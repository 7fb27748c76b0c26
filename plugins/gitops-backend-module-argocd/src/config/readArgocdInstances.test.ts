import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readArgocdInstances } from './readArgocdInstances';

const read = (instances: JsonObject[], shared: JsonObject = {}) =>
  readArgocdInstances(
    new ConfigReader({
      argocd: { ...shared, appLocatorMethods: [{ type: 'config', instances }] },
    }),
  );

const messageOf = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    return String(error);
  }
  return 'nothing was thrown';
};

describe('readArgocdInstances', () => {
  it('finds none where nothing is configured', () => {
    expect(readArgocdInstances(new ConfigReader({}))).toEqual([]);
    expect(readArgocdInstances(new ConfigReader({ argocd: {} }))).toEqual([]);
  });

  it('reads the block of Roadie’s users, with the login at the top as a fallback', () => {
    const instances = read(
      [
        { name: 'a', url: 'https://a.example/', token: 't' },
        {
          name: 'b',
          url: 'https://b.example/argocd',
          username: 'bot',
          password: 'pw',
        },
        {
          name: 'c',
          url: 'http://c.example',
          frontendUrl: 'https://cd.example/',
        },
      ],
      { username: 'all', password: 'everywhere' },
    );
    expect(instances).toEqual([
      {
        name: 'a',
        url: 'https://a.example',
        credentials: { type: 'token', token: 't' },
        tls: { rejectUnauthorized: true },
      },
      {
        name: 'b',
        url: 'https://b.example/argocd',
        credentials: { type: 'login', username: 'bot', password: 'pw' },
        tls: { rejectUnauthorized: true },
      },
      {
        name: 'c',
        url: 'http://c.example',
        frontendUrl: 'https://cd.example',
        credentials: { type: 'login', username: 'all', password: 'everywhere' },
        tls: { rejectUnauthorized: true },
      },
    ]);
  });

  it('reads TLS of one instance alone, the authority from a file as well', () => {
    const folder = mkdtempSync(join(tmpdir(), 'argocd-'));
    try {
      const caFile = join(folder, 'ca.pem');
      writeFileSync(caFile, 'PEM');
      const tls = read([
        { name: 'a', url: 'https://a', token: 't', tls: { caFile } },
        { name: 'b', url: 'https://b', token: 't', tls: { ca: 'inline' } },
        {
          name: 'c',
          url: 'https://c',
          token: 't',
          tls: { rejectUnauthorized: false },
        },
      ]).map(instance => instance.tls);
      expect(tls).toEqual([
        { ca: 'PEM', rejectUnauthorized: true },
        { ca: 'inline', rejectUnauthorized: true },
        { rejectUnauthorized: false },
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('reports every problem at once, each with its path', () => {
    const message = messageOf(() =>
      read([
        { name: 'a', url: 'ftp://a', token: 't' },
        { name: 'b', url: 'https://user:pw@b', token: 't' },
        { name: 'c', url: 'https://c' },
        { name: 'd', url: 'https://d', username: 'only' },
        { url: 'https://e', token: 't' },
        { name: 'f', url: 'https://f', token: 't' },
        { name: 'f', url: 'https://g', token: 't' },
        {
          name: 'h',
          url: 'https://h',
          token: 't',
          tls: { caFile: '/does/not/exist' },
        },
      ]),
    );
    const at = (index: number) =>
      `argocd.appLocatorMethods[0].instances[${index}]`;
    for (const problem of [
      `${at(0)}.url must be an http or https URL`,
      `${at(1)}.url must not carry credentials`,
      `${at(2)} needs token, or username and password`,
      `${at(3)}.password is missing`,
      `${at(4)}.name`,
      `${at(6)}.name “f” is taken by ${at(5)}`,
      `${at(7)}.tls.caFile cannot be read`,
    ]) {
      expect(message).toContain(problem);
    }
  });

  it.each([
    ['a token that no header can carry', { token: 'canary-token\nx' }],
    [
      'a URL with a login',
      { token: 'canary-token', url: 'https://me:canary-password@a' },
    ],
    ['a password without a user', { password: 'canary-password' }],
  ])('does not quote the secret of %s', (_, instance) => {
    const message = messageOf(() =>
      read([{ name: 'a', url: 'https://a', ...instance }]),
    );
    expect(message).toContain('instances[0]');
    expect(message).not.toContain('canary');
  });

  it('refuses a locator that it does not know', () => {
    const config = new ConfigReader({
      argocd: { appLocatorMethods: [{ type: 'git' }] },
    });
    expect(() => readArgocdInstances(config)).toThrow(
      'argocd.appLocatorMethods[0].type is “git”',
    );
  });
});
