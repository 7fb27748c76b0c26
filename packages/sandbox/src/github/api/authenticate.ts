import type { Request, RequestHandler } from 'express';
import { ApiError } from './answers';

/** GitHub's ways to hand in a token: `token …`, `Bearer …`, and HTTP Basic. */
export function tokenOf(req: Request): string | undefined {
  const [scheme = '', value = ''] = (req.headers.authorization ?? '').split(
    ' ',
  );
  if (/^(bearer|token)$/i.test(scheme)) {
    return value;
  }
  if (/^basic$/i.test(scheme)) {
    const pair = Buffer.from(value, 'base64').toString('utf8');
    return pair.slice(pair.indexOf(':') + 1);
  }
  return undefined;
}

/** Lets nobody pass without the token. */
export function authenticate(
  isToken: (token: string) => boolean,
): RequestHandler {
  return (req, res, next) => {
    const token = tokenOf(req);
    if (token !== undefined && isToken(token)) {
      // a classic token says what it may; clients tell users from apps by this header
      res.set('X-OAuth-Scopes', 'repo, workflow, admin:org, delete_repo');
      next();
      return;
    }
    next(
      new ApiError(
        401,
        token === undefined ? 'Requires authentication' : 'Bad credentials',
      ),
    );
  };
}
