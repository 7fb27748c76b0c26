import { retryAfterSeconds } from '@slipway/plugin-gitops-node';

/** What one attempt brought. */
export interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly body: string;
  /** GitHub wants fewer requests. */
  readonly limited: boolean;
  /** Seconds that it asks to wait. */
  readonly retryAfter?: number;
  /** What a classic token may do. */
  readonly scopes?: readonly string[];
  /** Permission or scope that would have sufficed, for example `actions=write`. */
  readonly accepted?: string;
}

/**
 * Reads a response. GitHub answers 403 or 429 for both of its rate limits: the primary one has `x-ratelimit-remaining: 0`, a
 * secondary one has `Retry-After` or only says so in its message.
 */
export async function readAnswer(
  response: Response,
  now: () => number = Date.now,
): Promise<Answer> {
  const { ok, status, headers } = response;
  const body = await response.text();
  const exhausted = headers.get('X-RateLimit-Remaining') === '0';
  const reset = Number(headers.get('X-RateLimit-Reset') ?? NaN);
  const retryAfter =
    retryAfterSeconds(headers.get('Retry-After'), now) ??
    (exhausted && Number.isFinite(reset)
      ? Math.max(0, Math.ceil(reset - now() / 1000))
      : undefined);
  return {
    ok,
    status,
    body,
    limited:
      status === 429 ||
      (status === 403 &&
        (exhausted || retryAfter !== undefined || /rate limit/i.test(body))),
    retryAfter,
    scopes: headers
      .get('X-OAuth-Scopes')
      ?.split(',')
      .map(scope => scope.trim())
      .filter(Boolean),
    accepted:
      headers.get('X-Accepted-GitHub-Permissions') ??
      (headers.get('X-Accepted-OAuth-Scopes') || undefined),
  };
}
