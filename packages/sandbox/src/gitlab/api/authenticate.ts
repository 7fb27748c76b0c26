import type { Request, RequestHandler } from 'express';
import { ApiError } from './answers';

/** GitLab's ways to hand in a token: its own header, OAuth's, HTTP Basic and the query. */
export function tokenOf(req: Request): string | undefined {
  const own = req.headers['private-token'] ?? req.headers['job-token'];
  if (typeof own === 'string') {
    return own;
  }
  const [scheme = '', value = ''] = (req.headers.authorization ?? '').split(
    ' ',
  );
  if (/^bearer$/i.test(scheme)) {
    return value;
  }
  if (/^basic$/i.test(scheme)) {
    const pair = Buffer.from(value, 'base64').toString('utf8');
    return pair.slice(pair.indexOf(':') + 1);
  }
  const { private_token: inQuery } = req.query;
  return typeof inQuery === 'string' ? inQuery : undefined;
}

/** Lets nobody pass without the token. */
export function authenticate(
  isToken: (token: string) => boolean,
): RequestHandler {
  return (req, _res, next) => {
    const token = tokenOf(req);
    next(
      token !== undefined && isToken(token)
        ? undefined
        : new ApiError(401, { message: '401 Unauthorized' }),
    );
  };
}
