import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../state';
import { ArgocdError } from '../ArgocdError';

const lifetimeSeconds = 24 * 60 * 60;

/**
 * Who may call: whoever has the API token, or has logged in as `admin` with the API token as password, which gives a signed token
 * with an expiry, as Argo CD's own are.
 */
export class Sessions {
  readonly #token: string;
  readonly #clock: Clock;

  constructor(token: string, clock: Clock) {
    this.#token = token;
    this.#clock = clock;
  }

  login(username: string, password: string): string {
    if (username !== 'admin' || !same(password, this.#token)) {
      throw new ArgocdError('unauthenticated', 'Invalid username or password');
    }
    const issuedAt = Math.floor(this.#clock.now().getTime() / 1000);
    const body = [
      { alg: 'HS256', typ: 'JWT' },
      {
        iss: 'argocd',
        sub: 'admin:login',
        iat: issuedAt,
        exp: issuedAt + lifetimeSeconds,
      },
    ]
      .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${body}.${this.#sign(body)}`;
  }

  /** Name of the account behind an `Authorization` header; throws what Argo CD answers to strangers. */
  authenticate(header: string | undefined): string {
    const token = /^Bearer (.+)$/i.exec(header ?? '')?.[1];
    if (!token) {
      throw new ArgocdError('unauthenticated', 'no session information');
    }
    if (same(token, this.#token)) {
      return 'backstage';
    }
    const [head = '', payload = '', signature = ''] = token.split('.');
    if (!same(signature, this.#sign(`${head}.${payload}`))) {
      throw new ArgocdError(
        'unauthenticated',
        'invalid session: token is malformed: token contains an invalid number of segments',
      );
    }
    const claims: { readonly exp: number } = JSON.parse(
      Buffer.from(payload, 'base64url').toString('utf8'),
    );
    if (claims.exp * 1000 < this.#clock.now().getTime()) {
      throw new ArgocdError(
        'unauthenticated',
        'invalid session: token has expired',
      );
    }
    return 'admin';
  }

  #sign(text: string): string {
    return createHmac('sha256', `session:${this.#token}`)
      .update(text)
      .digest('base64url');
  }
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
