import { CustomErrorBase } from '@backstage/errors';

/** What Argo CD answered instead of success; the message is Argo CD's own, without secrets. */
export class ArgocdAnswerError extends CustomErrorBase {
  override name = 'ArgocdAnswerError';
  readonly status: number;

  constructor(status: number, message?: string) {
    super(`HTTP ${status}${message ? `: ${message}` : ''}`);
    this.status = status;
  }
}

/** The HTTP status behind an error of the client, when Argo CD answered at all. */
export function answerStatus(error: unknown): number | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof ArgocdAnswerError ? cause.status : undefined;
}
