import { createTokenSource } from './createTokenSource';

const MINUTE = 60_000;

/** A session as Argo CD issues it: only the expiry matters here. */
const session = (id: string, expiresAt?: number) => {
  const claims = {
    jti: id,
    ...(expiresAt !== undefined && { exp: expiresAt / 1000 }),
  };
  return `head.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
};

const login = { type: 'login', username: 'bot', password: 'pw' } as const;

describe('createTokenSource', () => {
  it('gives a configured token, and has no other', async () => {
    const source = createTokenSource(
      { type: 'token', token: 'fixed' },
      async () => 'never',
    );
    expect(await source.get()).toBe('fixed');
    expect(source.refused('fixed')).toBe(false);
    expect(source.secrets()).toEqual(['fixed']);
  });

  it('logs in once for calls that come together', async () => {
    let logins = 0;
    const source = createTokenSource(login, async () => session(`${++logins}`));
    const tokens = await Promise.all([
      source.get(),
      source.get(),
      source.get(),
    ]);
    expect(new Set(tokens).size).toBe(1);
    expect(logins).toBe(1);
  });

  it.each([
    { after: 58 * MINUTE, logins: 1 },
    { after: 59.5 * MINUTE, logins: 2 },
    { after: 61 * MINUTE, logins: 2 },
  ])(
    'has logged in $logins times after $after ms of an hour',
    async ({ after, logins }) => {
      let now = 1_700_000_000_000;
      let count = 0;
      const source = createTokenSource(
        login,
        async () => session(`${++count}`, now + 60 * MINUTE),
        () => now,
      );
      await source.get();
      now += after;
      await source.get();
      expect(count).toBe(logins);
    },
  );

  it('logs in again once after a refusal that several calls met', async () => {
    let count = 0;
    const source = createTokenSource(login, async () => session(`${++count}`));
    const first = await source.get();
    expect(source.refused(first)).toBe(true);
    const second = await source.get();
    // a slower call was refused with the same old token: the new one stays
    expect(source.refused(first)).toBe(true);
    expect(await source.get()).toBe(second);
    expect(count).toBe(2);
  });

  it('tries again after a login that failed', async () => {
    const answers = [
      () => Promise.reject(new Error('down')),
      async () => 'opaque',
    ];
    const source = createTokenSource(
      login,
      async () => answers.shift()?.() ?? 'none',
    );
    await expect(source.get()).rejects.toThrow('down');
    expect(await source.get()).toBe('opaque');
    expect(source.secrets()).toEqual(['pw', 'opaque']);
  });
});
