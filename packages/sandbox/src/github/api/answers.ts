import { createHash } from 'node:crypto';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type {
  ErrorRequestHandler,
  Request,
  RequestHandler,
  Response,
} from 'express';
import { z } from 'zod';

export interface ApiProblem {
  readonly resource: string;
  readonly code: string;
  readonly field?: string;
  readonly message?: string;
}

/** An answer other than success, with GitHub's body. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly problems?: readonly ApiProblem[],
  ) {
    super(message);
  }
}

/** A request that GitHub understands and refuses. */
export function refused(
  message: string,
  problem: ApiProblem,
  status = 422,
): ApiError {
  return new ApiError(status, message, [problem]);
}

export const answerErrors: ErrorRequestHandler = (error, _req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const { status, message, problems } = asApiError(error);
  res.status(status).json({
    message,
    ...(problems && { errors: problems }),
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  });
};

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) {
    return error;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    const isMissing =
      issue.code === 'invalid_type' && issue.received === 'undefined';
    return new ApiError(
      422,
      `Invalid request.\n\n${isMissing ? `"${issue.path.join('.')}" wasn't supplied.` : `${issue.path.join('.')}: ${issue.message}`}`,
    );
  }
  if (error instanceof NotFoundError) {
    return new ApiError(404, 'Not Found');
  }
  if (error instanceof ConflictError) {
    return new ApiError(409, message);
  }
  if (error instanceof InputError) {
    return new ApiError(422, message);
  }
  if (
    error instanceof Error &&
    'type' in error &&
    error.type === 'entity.parse.failed'
  ) {
    return new ApiError(400, 'Problems parsing JSON');
  }
  return new ApiError(500, `Server Error: ${message}`);
}

const pageSchema = z.object({
  page: z.coerce.number().int().min(1).catch(1),
  per_page: z.coerce.number().int().min(1).catch(30),
});

/** One page of a list, by GitHub's parameters (at most 100), with its `Link` header. */
export function pageOf<T>(
  req: Request,
  res: Response,
  baseUrl: string,
  items: readonly T[],
): readonly T[] {
  const { page, per_page } = pageSchema.parse(req.query);
  const perPage = Math.min(per_page, 100);
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  const url = new URL(req.originalUrl, baseUrl);
  const link = (rel: string, number: number) => {
    url.searchParams.set('page', String(number));
    return `<${url}>; rel="${rel}"`;
  };
  const links = [
    ...(page > 1 ? [link('prev', page - 1), link('first', 1)] : []),
    ...(page < pages ? [link('next', page + 1), link('last', pages)] : []),
  ];
  if (links.length > 0) {
    res.set('Link', links.join(', '));
  }
  return items.slice((page - 1) * perPage, page * perPage);
}

/** GitHub's request limits, as headers; nobody runs into them here. */
export function limitHeaders(now: () => Date): RequestHandler {
  return (_req, res, next) => {
    const reset = Math.floor(now().getTime() / 1000) + 3600;
    res.set({
      'X-RateLimit-Limit': '5000',
      'X-RateLimit-Remaining': '4999',
      'X-RateLimit-Used': '1',
      'X-RateLimit-Reset': String(reset),
      'X-RateLimit-Resource': 'core',
      'X-GitHub-Media-Type': 'github.v3; format=json',
    });
    next();
  };
}

/** Answers 304 to whoever has seen the same body. By hand: Express would not for `fetch`, which says `no-cache` beside it. */
export function sendUnlessSeen(
  req: Request,
  res: Response,
  body: Buffer | string,
): void {
  const digest = createHash('sha256').update(body).digest('hex');
  res.set('ETag', `"${digest}"`);
  res.set('Cache-Control', 'private, max-age=60, s-maxage=60');
  if (req.headers['if-none-match']?.includes(digest)) {
    res.status(304).end();
    return;
  }
  res.send(body);
}
