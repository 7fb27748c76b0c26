import { ServiceUnavailableError } from '@backstage/errors';

/** This replica has as many change streams as it can carry. */
export class ChangeStreamsFullError extends ServiceUnavailableError {
  readonly retryAfterSeconds = 30;

  constructor() {
    super(
      'Too many pages are waiting for changes on this replica: try again later',
    );
  }
}
