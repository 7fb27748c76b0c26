import {
  ConflictError,
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { Agent, fetch, type Response } from 'undici';
import type { z } from 'zod';
import type { ArgocdInstanceConfig } from '../config/ArgocdInstanceConfig';
import { ArgocdAnswerError } from './ArgocdAnswerError';
import { createTokenSource } from './createTokenSource';
import { errorBodySchema, sessionSchema } from './wire';

/** One call of the API. */
export interface ArgocdRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Segments after `/api/v1`, not yet encoded. */
  readonly path: readonly string[];
  readonly query?: Readonly<
    Record<string, string | readonly string[] | undefined>
  >;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Ends the sentence `Argo CD “main” could not …`. */
  readonly doing: string;
  /** Milliseconds; undefined waits for ever. */
  readonly timeout?: number;
  /** An answer 400 or 403 whose message matches says that something stands in the way, not that the call was wrong. */
  readonly conflict?: RegExp;
}

/** Sends requests to one instance: authentication, time-outs, TLS, and errors that carry no secret. */
export interface ArgocdTransport {
  readonly title: string;
  send<S extends z.ZodTypeAny>(
    request: ArgocdRequest,
    schema: S,
  ): Promise<z.output<S>>;
  /** Resolves when the headers are there. */
  open(request: ArgocdRequest, accept: string): Promise<Response>;
  /** An upstream text, shortened and without secrets. */
  redact(text: string): string;
}

const MAX_MESSAGE = 500;

export function createTransport(
  instance: ArgocdInstanceConfig,
): ArgocdTransport {
  const title = `Argo CD “${instance.name}”`;
  const dispatcher = new Agent({
    // the stream may stay silent for longer than undici's default, and has a watchdog of its own
    bodyTimeout: 0,
    headersTimeout: 0,
    connect: {
      timeout: 10_000,
      rejectUnauthorized: instance.tls.rejectUnauthorized,
      ...(instance.tls.ca !== undefined && { ca: instance.tls.ca }),
    },
  });

  const tokens = createTokenSource(
    instance.credentials,
    async (username, password) => {
      const login: ArgocdRequest = {
        method: 'POST',
        path: ['session'],
        body: { username, password },
        doing: `log in as “${username}”`,
        timeout: 10_000,
      };
      const response = await exchange(login, 'application/json', undefined);
      if (!response.ok) throw await refusal(login, response);
      return (await parse(login, response, sessionSchema)).token;
    },
  );

  function redact(text: string): string {
    let safe = text;
    for (const secret of tokens.secrets()) {
      safe = safe.replaceAll(secret, '[redacted]');
      safe = safe.replaceAll(encodeURIComponent(secret), '[redacted]');
    }
    return safe.length > MAX_MESSAGE ? `${safe.slice(0, MAX_MESSAGE)}…` : safe;
  }

  function unreachable(request: ArgocdRequest, error: unknown): Error {
    request.signal?.throwIfAborted();
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const text =
      cause instanceof Error ? cause.message || cause.name : String(cause);
    return new ServiceUnavailableError(
      `${title} could not ${request.doing}`,
      new Error(redact(text)),
    );
  }

  async function exchange(
    request: ArgocdRequest,
    accept: string,
    token: string | undefined,
  ): Promise<Response> {
    const limit =
      request.timeout === undefined
        ? undefined
        : AbortSignal.timeout(request.timeout);
    const signals = [request.signal, limit].filter(s => s !== undefined);
    const url = urlOf(instance.url, request);
    try {
      return await fetch(url, {
        method: request.method,
        headers: {
          Accept: accept,
          ...(token !== undefined && { Authorization: `Bearer ${token}` }),
          // Argo CD answers 415 to every other method without it, with or without a body
          ...(request.method !== 'GET' && {
            'Content-Type': 'application/json',
          }),
        },
        ...(request.body !== undefined && {
          body: JSON.stringify(request.body),
        }),
        redirect: 'manual',
        dispatcher,
        ...(signals.length > 0 && { signal: AbortSignal.any(signals) }),
      });
    } catch (error) {
      if (limit?.aborted) {
        throw unreachable(
          request,
          new Error(`no answer within ${request.timeout} ms`),
        );
      }
      throw unreachable(request, error);
    }
  }

  async function parse<S extends z.ZodTypeAny>(
    request: ArgocdRequest,
    response: Response,
    schema: S,
  ): Promise<z.output<S>> {
    let body: unknown;
    try {
      body = await response.json();
    } catch (error) {
      request.signal?.throwIfAborted();
      const broken =
        error instanceof SyntaxError
          ? new Error('the answer is not JSON')
          : error;
      throw unreachable(request, broken);
    }
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw unreachable(
      request,
      new Error(`the answer is not what Argo CD sends, at “${where}”`),
    );
  }

  async function refusal(
    request: ArgocdRequest,
    response: Response,
  ): Promise<Error> {
    const { status } = response;
    const body: unknown = await response.json().catch(() => undefined);
    const parsed = errorBodySchema.safeParse(body);
    // what refuses a token may quote it in ways that cannot be foreseen
    const text =
      status === 401 || !parsed.success
        ? undefined
        : redact(parsed.data.message);
    return explain(
      title,
      request,
      new ArgocdAnswerError(status, text),
      text ?? '',
    );
  }

  async function open(
    request: ArgocdRequest,
    accept: string,
  ): Promise<Response> {
    const token = await tokens.get();
    const response = await exchange(request, accept, token);
    if (response.status !== 401 || !tokens.refused(token)) {
      if (!response.ok) throw await refusal(request, response);
      return response;
    }
    await response.body?.cancel();
    const again = await exchange(request, accept, await tokens.get());
    if (!again.ok) throw await refusal(request, again);
    return again;
  }

  return {
    title,
    open,
    redact,
    async send(request, schema) {
      const response = await open(request, 'application/json');
      return parse(request, response, schema);
    },
  };
}

function urlOf(base: string, request: ArgocdRequest): string {
  const segments = request.path.map(segment => {
    // URL parsers resolve these two even when they are percent-encoded
    if (segment === '' || segment === '.' || segment === '..') {
      throw new InputError(`“${segment}” is not a name`);
    }
    return encodeURIComponent(segment);
  });
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(request.query ?? {})) {
    for (const item of typeof value === 'string' ? [value] : (value ?? [])) {
      query.append(key, item);
    }
  }
  const search = query.size > 0 ? `?${query}` : '';
  return `${base}/api/v1/${segments.join('/')}${search}`;
}

function explain(
  title: string,
  request: ArgocdRequest,
  answer: ArgocdAnswerError,
  text: string,
): Error {
  const sentence = `${title} could not ${request.doing}`;
  const refused = answer.status === 400 || answer.status === 403;
  if (refused && request.conflict?.test(text))
    return new ConflictError(sentence, answer);
  switch (answer.status) {
    case 400:
      return new InputError(sentence, answer);
    case 401:
      return new ServiceUnavailableError(
        `${sentence}: it refuses the configured credentials`,
        answer,
      );
    case 403:
      return new ServiceUnavailableError(
        `${sentence}: the configured account may not`,
        answer,
      );
    case 404:
      return new NotFoundError(sentence, answer);
    case 409:
      return new ConflictError(sentence, answer);
    default:
      return new ServiceUnavailableError(sentence, answer);
  }
}
