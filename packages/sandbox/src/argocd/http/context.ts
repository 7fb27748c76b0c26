import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Cluster } from '../../cluster';
import type { Clock } from '../../state';
import type { ApplicationController } from '../ApplicationController';
import { ArgocdError } from '../ArgocdError';
import type { ArgocdStore } from '../ArgocdStore';
import type { GitHosts } from '../GitHosts';
import type { ManifestSource } from '../ManifestSource';
import { argocdNamespace, type Application, type Project } from '../model';

/** What the routes work with. */
export interface HttpContext {
  readonly store: ArgocdStore;
  readonly cluster: Cluster;
  readonly hosts: GitHosts;
  readonly manifests: ManifestSource;
  readonly controller: ApplicationController;
  readonly clock: Clock;
}

/** One value of a query parameter; the first when it is given several times. */
export function queryText(req: Request, name: string): string | undefined {
  return queryList(req, name)[0];
}

/** All values of a query parameter. */
export function queryList(req: Request, name: string): readonly string[] {
  const parsed = z
    .union([z.string(), z.array(z.string())])
    .safeParse(req.query[name]);
  if (!parsed.success) {
    return [];
  }
  const values = Array.isArray(parsed.data) ? parsed.data : [parsed.data];
  return values.filter(value => value !== '');
}

/** The account that was authenticated. */
export function usernameOf(res: Response): string {
  return z.string().parse(res.locals.username);
}

/** The body, or Argo CD's answer to one that it cannot read. */
export function parseBody<T>(
  schema: z.ZodType<T, z.ZodTypeDef, unknown>,
  body: unknown,
): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ArgocdError(
      'invalidArgument',
      `json: cannot unmarshal ${issue?.path.join('.') || 'request'}: ${issue?.message}`,
    );
  }
  return parsed.data;
}

/** The application of a request and its project: 403 when it is unknown, 404 when the caller named the project. */
export function findApplication(
  { store }: HttpContext,
  req: Request,
  body: { readonly project?: unknown; readonly appNamespace?: unknown } = {},
): { readonly application: Application; readonly project: Project } {
  const name = req.params.name ?? '';
  const project = queryText(req, 'project') ?? textOf(body.project);
  const namespace = queryText(req, 'appNamespace') ?? textOf(body.appNamespace);
  const application =
    namespace === undefined || namespace === argocdNamespace
      ? store.application(name)
      : undefined;
  if (
    !application ||
    (project !== undefined && application.spec.project !== project)
  ) {
    throw project === undefined
      ? new ArgocdError('permissionDenied', 'permission denied')
      : new ArgocdError(
          'notFound',
          `applications.argoproj.io "${name}" not found`,
        );
  }
  return { application, project: findProject(store, application.spec.project) };
}

/** A project that an application names; the answer does not tell whether it exists. */
export function findProject(store: ArgocdStore, name: string): Project {
  const project = store.project(name);
  if (!project) {
    throw new ArgocdError(
      'invalidArgument',
      `app is not allowed in project "${name}", or the project does not exist`,
    );
  }
  return project;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
