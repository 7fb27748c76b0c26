import type {
  BackstageCredentials,
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type BasicPermission,
  type PermissionCondition,
  type PermissionCriteria,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import {
  type Application,
  type Capability,
  gitopsDeploymentReadPermission,
  gitopsDeploymentSyncPermission,
  gitopsPipelineReadPermission,
  gitopsPipelineRunPermission,
  gitopsSealingCertificateReadPermission,
} from '@slipway/plugin-gitops-common';
import type { ComponentOwners } from '../owners';
import type { Access, DeploymentAccess } from './Access';
import {
  type GitopsDeploymentResource,
  gitopsDeploymentResourceRef,
} from './deploymentResource';
import { gitopsDeploymentRules } from './rules';

/** Asks the policy what a user may do. */
export class PermissionChecker {
  readonly #permissions: PermissionsService;
  readonly #owners: ComponentOwners;
  readonly #environmentOf: (application: Application) => string | undefined;
  readonly #authorize: (
    decision: PolicyDecision,
    resource: GitopsDeploymentResource,
  ) => boolean;

  constructor(options: {
    readonly permissions: PermissionsService;
    readonly permissionsRegistry: PermissionsRegistryService;
    readonly owners: ComponentOwners;
    readonly environmentOf: (application: Application) => string | undefined;
  }) {
    this.#permissions = options.permissions;
    this.#owners = options.owners;
    this.#environmentOf = options.environmentOf;
    this.#authorize = createConditionAuthorizer(
      options.permissionsRegistry.getPermissionRuleset(
        gitopsDeploymentResourceRef,
      ),
    );
  }

  async accessOf(credentials: BackstageCredentials): Promise<Access> {
    const basic = [
      gitopsPipelineReadPermission,
      gitopsPipelineRunPermission,
      gitopsSealingCertificateReadPermission,
    ];
    const [[read, sync], [readPipelines, runPipelines, readCertificates]] =
      await Promise.all([
        this.#permissions.authorizeConditional(
          [
            { permission: gitopsDeploymentReadPermission },
            { permission: gitopsDeploymentSyncPermission },
          ],
          { credentials },
        ),
        this.#permissions.authorize(
          basic.map(permission => ({ permission })),
          { credentials },
        ),
      ]);
    return {
      readDeployments: this.#deploymentAccess(read),
      syncDeployments: this.#deploymentAccess(sync),
      readPipelines: capability(readPipelines, gitopsPipelineReadPermission),
      runPipelines: capability(runPipelines, gitopsPipelineRunPermission),
      readCertificates: capability(
        readCertificates,
        gitopsSealingCertificateReadPermission,
      ),
    };
  }

  /** What the rules see of an application of an entity whose owners are known. */
  resource(
    application: Application,
    owners: readonly string[],
  ): GitopsDeploymentResource {
    const environment = this.#environmentOf(application);
    return { application, owners, ...(environment && { environment }) };
  }

  /** What the rules see of applications; their owners are looked up only where an answer depends on them. */
  async resources(
    applications: readonly Application[],
    options: { readonly withOwners: boolean },
  ): Promise<readonly GitopsDeploymentResource[]> {
    const owners = options.withOwners
      ? await this.#owners.of(applications)
      : [];
    return applications.map((application, index) =>
      this.resource(application, owners[index] ?? []),
    );
  }

  #deploymentAccess(decision: PolicyDecision): DeploymentAccess {
    return {
      decision,
      asksForOwners:
        decision.result === AuthorizeResult.CONDITIONAL &&
        mentionsOwners(decision.conditions),
      deniesAll: decision.result === AuthorizeResult.DENY,
      allows: resource => this.#authorize(decision, resource),
    };
  }
}

/** Whether a user may sync a deployment, and if not, which permission is missing where. */
export function syncCapability(
  access: Access,
  resource: GitopsDeploymentResource,
): Capability {
  return access.syncDeployments.allows(resource)
    ? { allowed: true }
    : {
        allowed: false,
        reason: needs(
          gitopsDeploymentSyncPermission.name,
          resource.environment,
        ),
      };
}

/** The sentence for people who lack a permission. */
export function needs(permission: string, environment?: string): string {
  const where = environment ? ` in ${environment}` : '';
  return `You need the permission ${permission}${where}`;
}

function capability(
  { result }: { readonly result: AuthorizeResult },
  permission: BasicPermission,
): Capability {
  return result === AuthorizeResult.ALLOW
    ? { allowed: true }
    : { allowed: false, reason: needs(permission.name) };
}

function mentionsOwners(
  criteria: PermissionCriteria<PermissionCondition>,
): boolean {
  if (isAndCriteria(criteria)) {
    return criteria.allOf.some(mentionsOwners);
  }
  if (isOrCriteria(criteria)) {
    return criteria.anyOf.some(mentionsOwners);
  }
  if (isNotCriteria(criteria)) {
    return mentionsOwners(criteria.not);
  }
  return criteria.rule === gitopsDeploymentRules.isComponentOwner.name;
}
