import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { z } from 'zod';

/** An answer other than success, with GitLab's body. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: { readonly message: unknown } | { readonly error: unknown },
  ) {
    super(JSON.stringify(body));
  }
}

export function notFound(what: string): ApiError {
  return new ApiError(404, { message: `404 ${what} Not Found` });
}

export const answerErrors: ErrorRequestHandler = (error, _req, res, next) => {
  if (res.headersSent) {
    next(error);
    return;
  }
  const { status, body } = asApiError(error);
  res.status(status).json(body);
};

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) {
    return error;
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    const name = issue.path.join('.');
    const isMissing =
      issue.code === 'invalid_type' && issue.received === 'undefined';
    return new ApiError(400, {
      error: `${name} is ${isMissing ? 'missing' : 'invalid'}`,
    });
  }
  if (error instanceof NotFoundError) {
    return new ApiError(404, {
      message: /^404 /.test(message) ? message : '404 Not Found',
    });
  }
  if (error instanceof ConflictError) {
    return new ApiError(409, { message });
  }
  if (error instanceof InputError) {
    const status = Number(/^(40\d) /.exec(message)?.[1] ?? 400);
    return new ApiError(status, { message });
  }
  if (
    error instanceof Error &&
    'type' in error &&
    error.type === 'entity.parse.failed'
  ) {
    return new ApiError(400, { error: 'invalid JSON' });
  }
  return new ApiError(500, {
    message: `500 Internal Server Error: ${message}`,
  });
}

const pageSchema = z.object({
  page: z.coerce.number().int().min(1).default(1),
  per_page: z.coerce.number().int().min(1).default(20),
});

/** Which part of a list is wanted; GitLab gives at most 100. */
export function pageOf(req: Request): {
  readonly page: number;
  readonly perPage: number;
  readonly skip: number;
} {
  const { page, per_page } = pageSchema.parse(req.query);
  const perPage = Math.min(per_page, 100);
  return { page, perPage, skip: (page - 1) * perPage };
}

/** Answers one page with GitLab's headers; both the `x-…` ones and `link`, since clients use either. */
export function answerPage<T>(
  req: Request,
  res: Response,
  baseUrl: string,
  items: readonly T[],
  present: (item: T) => unknown,
): Promise<void> {
  const { page, perPage, skip } = pageOf(req);
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  const url = new URL(req.originalUrl, baseUrl);
  const link = (rel: string, number: number) => {
    url.searchParams.set('page', String(number));
    url.searchParams.set('per_page', String(perPage));
    return `<${url}>; rel="${rel}"`;
  };
  const links = [link('first', 1), link('last', pages)];
  if (page > 1) {
    links.unshift(link('prev', page - 1));
  }
  if (page < pages) {
    links.unshift(link('next', page + 1));
  }
  res.set({
    link: links.join(', '),
    'x-page': String(page),
    'x-per-page': String(perPage),
    'x-total': String(items.length),
    'x-total-pages': String(pages),
    'x-next-page': page < pages ? String(page + 1) : '',
    'x-prev-page': page > 1 ? String(page - 1) : '',
  });
  return Promise.all(items.slice(skip, skip + perPage).map(present)).then(
    body => {
      res.json(body);
    },
  );
}
