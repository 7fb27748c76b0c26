import {
  ConflictError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { withoutToken } from '@slipway/plugin-gitops-node';
import { z } from 'zod';
import type { Answer } from './Answer';

const longestText = 300;
const errorBody = z.object({ message: z.string() });

/** An answer of GitHub that is not a success. */
export interface FailedAnswer extends Omit<Answer, 'ok'> {
  readonly host: string;
  /** What was wanted, continuing “could not …”. */
  readonly purpose: string;
  /** Repository permission that the call needs. */
  readonly permission: string;
  readonly token?: string;
}

/**
 * The error that stands for an answer. What is wrong between GitHub and us is `ServiceUnavailableError`, never an error that
 * would blame the user's own credentials.
 */
export function errorOfAnswer(answer: FailedAnswer): Error {
  const { host, token, purpose, permission, status } = answer;
  const text = messageOf(answer.body);
  const said = text ? ` GitHub says: ${withoutToken(text, token)}` : '';
  const start = `GitHub ${host} could not ${purpose}`;
  const credentials = `The token or GitHub App under integrations.github for ${host}`;

  if (answer.limited) {
    return limitError(start, answer.retryAfter);
  }
  switch (status) {
    case 401:
      return new ServiceUnavailableError(
        token
          ? `${start}: it refused the token. ${credentials} is wrong, expired or revoked; it needs ${permission}.${said}`
          : `${start}: it wants a token. Add one with ${permission} under integrations.github for ${host}.${said}`,
      );
    case 403:
      return new ServiceUnavailableError(
        `${start}: the right is missing. ${credentials} needs ${answer.accepted || permission}.${said}`,
      );
    case 404:
    case 410:
      return new NotFoundError(
        `${start}: not found, or hidden from the token that is configured.${said}`,
      );
    case 409:
    case 400:
    case 422:
      return text?.startsWith('No commit found')
        ? new NotFoundError(`${start}: not found.${said}`)
        : new ConflictError(`${start}: it refused.${said}`);
    default:
      return new ServiceUnavailableError(
        `${start}: it answered with status ${status}.${said}`,
      );
  }
}

/** GitHub wants fewer requests. */
export function limitError(start: string, retryAfter?: number): Error {
  return new ServiceUnavailableError(
    `${start}: it asks for fewer requests${retryAfter ? `, and to wait ${retryAfter} seconds` : ''}.`,
  );
}

/** Bodies that are not GitHub's, such as HTML, say nothing. */
function messageOf(body: string): string | undefined {
  try {
    const parsed = errorBody.safeParse(JSON.parse(body));
    return parsed.success
      ? parsed.data.message.slice(0, longestText)
      : undefined;
  } catch {
    return undefined;
  }
}
