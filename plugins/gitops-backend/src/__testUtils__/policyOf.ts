import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type BasicPermission,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';

/** Answers permission requests by name as a policy would; what it does not name is allowed. */
export function policyOf(decisions: Readonly<Record<string, PolicyDecision>>) {
  const decide = (request: {
    readonly permission: Pick<BasicPermission, 'name'>;
  }): PolicyDecision =>
    decisions[request.permission.name] ?? { result: AuthorizeResult.ALLOW };
  return createServiceFactory({
    service: coreServices.permissions,
    deps: {},
    factory: () =>
      mockServices.permissions.mock({
        authorizeConditional: async requests => requests.map(decide),
        authorize: async requests =>
          requests.map(request => {
            const { result } = decide(request);
            return {
              result:
                result === AuthorizeResult.ALLOW
                  ? AuthorizeResult.ALLOW
                  : AuthorizeResult.DENY,
            };
          }),
      }),
  });
}
