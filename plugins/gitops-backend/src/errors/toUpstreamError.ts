import {
  ConflictError,
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { describeUpstreamError } from './describeUpstreamError';

/**
 * What a failed call to another system means for our caller. That the system lacks the thing, refuses the state or the input
 * is passed on; everything else, its 401 and 403 too, is a failure of the installation, not of the user.
 */
export function toUpstreamError(system: string, error: unknown): Error {
  const message = describeUpstreamError(system, error);
  switch (error instanceof Error ? error.name : undefined) {
    case 'NotFoundError':
      return new NotFoundError(message);
    case 'ConflictError':
      return new ConflictError(message);
    case 'InputError':
      return new InputError(message);
    default:
      return new ServiceUnavailableError(message);
  }
}
