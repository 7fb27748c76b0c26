import { generateKeyPairSync } from 'node:crypto';
import type { FakeAnswer } from '@slipway/plugin-gitops-node/testUtils';

/** As under `apps` of an integration. The key is made for this test alone. */
export function anApp() {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  return {
    appId: 7,
    clientId: 'client',
    clientSecret: 'not-used',
    webhookSecret: 'not-used',
    privateKey,
  };
}

/** The token that an App gets for an owner. */
export const installationToken = (owner: string) => `ghs_canary_${owner}`;

/** What an App that `owners` installed asks for, under `/api/v3/app/`. Undefined for anything else. */
export function fakeApp(
  owners: readonly string[],
  path: string,
): FakeAnswer | undefined {
  if (path === '/api/v3/app/installations') {
    return {
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      json: owners.map((login, id) => ({ id, account: { login } })),
    };
  }
  const [, id] =
    /^\/api\/v3\/app\/installations\/(\d+)\/access_tokens$/.exec(path) ?? [];
  return id === undefined
    ? undefined
    : {
        status: 201,
        headers: { 'Content-Type': 'application/json' },
        json: {
          token: installationToken(owners[Number(id)]),
          expires_at: new Date(Date.now() + 3_600_000).toISOString(),
          repository_selection: 'all',
        },
      };
}
