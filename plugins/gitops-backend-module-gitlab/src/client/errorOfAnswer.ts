import {
  ConflictError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { withoutToken } from '@slipway/plugin-gitops-node';
import { describeRefusal } from './describeRefusal';

/** An answer of GitLab that is not a success. */
export interface FailedAnswer {
  readonly host: string;
  readonly status: number;
  readonly body: string;
  /** What was wanted, continuing “could not …”. */
  readonly purpose: string;
  /** Scope that the call needs. */
  readonly scope: 'read_api' | 'api';
  readonly token?: string;
  /** Seconds that GitLab asks to wait. */
  readonly retryAfter?: number;
}

/**
 * The error that stands for an answer. What is wrong between GitLab and us is `ServiceUnavailableError`, never an error that
 * would blame the user's own credentials.
 */
export function errorOfAnswer(answer: FailedAnswer): Error {
  const refusal = describeRefusal(answer.body);
  const said = refusal.text
    ? ` GitLab says: ${withoutToken(refusal.text, answer.token)}`
    : '';
  const start = `GitLab ${answer.host} could not ${answer.purpose}`;
  const tokenPath = `The token under integrations.gitlab for ${answer.host}`;

  switch (answer.status) {
    case 401:
      return new ServiceUnavailableError(
        answer.token
          ? `${start}: it refused the token. ${tokenPath} is wrong, expired or revoked; it needs the scope ${answer.scope}.${said}`
          : `${start}: it wants a token. Add one with the scope ${answer.scope} under integrations.gitlab for ${answer.host}.${said}`,
      );
    case 403:
      return new ServiceUnavailableError(
        refusal.scope
          ? `${start}: the token lacks a scope. ${tokenPath} needs the scope ${answer.scope}.`
          : `${start}: the right is missing. ${tokenPath} needs the scope ${answer.scope}, and its user a role in the project that allows this.${said}`,
      );
    case 404:
      return new NotFoundError(
        `${start}: not found, or hidden from the token that is configured.${said}`,
      );
    case 400:
    case 409:
    case 422:
      return new ConflictError(`${start}: it refused.${said}`);
    case 429:
      return new ServiceUnavailableError(
        `${start}: it asks for fewer requests${answer.retryAfter ? `, and to wait ${answer.retryAfter} seconds` : ''}.`,
      );
    default:
      return new ServiceUnavailableError(
        `${start}: it answered with status ${answer.status}.${said}`,
      );
  }
}
