import {
  AuthenticationError,
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { toUpstreamError } from './toUpstreamError';

describe('toUpstreamError', () => {
  it.each([
    [new AuthenticationError('token expired'), 'ServiceUnavailableError'],
    [new NotAllowedError('permission denied'), 'ServiceUnavailableError'],
    [new Error('connect ECONNREFUSED'), 'ServiceUnavailableError'],
    ['a text', 'ServiceUnavailableError'],
    [new NotFoundError('no such application'), 'NotFoundError'],
    [new ConflictError('no operation is running'), 'ConflictError'],
  ])('answers %s with %s that names the system', (error, name) => {
    const result = toUpstreamError('Argo CD “main”', error);
    expect(result.name).toBe(name);
    expect(result.message).toContain('Argo CD “main”');
  });

  it.each([
    'GET https://bot:s3cret@gitlab.example/api failed',
    'Authorization: Bearer s3cret refused',
    'refused Bearer s3cret',
    'bad request: private_token=s3cret',
    '{"password":"s3cret"}',
    'sent glpat-s3cret',
  ])('hides the secret of “%s”', text => {
    const result = toUpstreamError('GitLab', new Error(text));
    expect(result.message).not.toContain('s3cret');
  });
});
