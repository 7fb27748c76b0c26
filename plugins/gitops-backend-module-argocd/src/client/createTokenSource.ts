import { z } from 'zod';
import type { ArgocdCredentials } from '../config/ArgocdInstanceConfig';

/** A session this close to its end is renewed, so that no call is sent with a token that dies on the way. */
const RENEW_BEFORE_MS = 60_000;

/** Where the transport gets its bearer token from. */
export interface TokenSource {
  /** Concurrent callers share one login. */
  get(): Promise<string>;
  /** Forgets a token that was refused; false when a new one cannot be had. */
  refused(token: string): boolean;
  /** Everything that must not show in an error. */
  secrets(): readonly string[];
}

/** A configured token as it is, or a session that logs in when needed and shortly before it expires. */
export function createTokenSource(
  credentials: ArgocdCredentials,
  login: (username: string, password: string) => Promise<string>,
  now: () => number = Date.now,
): TokenSource {
  if (credentials.type === 'token') {
    const { token } = credentials;
    return {
      get: async () => token,
      refused: () => false,
      secrets: () => [token],
    };
  }

  const { username, password } = credentials;
  let session: { readonly token: string; readonly until: number } | undefined;
  let pending: Promise<string> | undefined;

  const logIn = async () => {
    const token = await login(username, password);
    session = { token, until: expiryOf(token) - RENEW_BEFORE_MS };
    return token;
  };

  return {
    async get() {
      if (session && now() < session.until) return session.token;
      pending ??= logIn().finally(() => {
        pending = undefined;
      });
      return pending;
    },
    refused(token) {
      if (session?.token === token) session = undefined;
      return true;
    },
    secrets: () => (session ? [password, session.token] : [password]),
  };
}

const claimsSchema = z.object({ exp: z.number() });

/** Milliseconds since the epoch; a token that does not say is used until it is refused. */
function expiryOf(token: string): number {
  const payload = token.split('.')[1];
  if (!payload) return Infinity;
  try {
    const text = Buffer.from(payload, 'base64url').toString('utf8');
    return claimsSchema.parse(JSON.parse(text)).exp * 1000;
  } catch {
    return Infinity;
  }
}
