import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  canaries,
  type WorldAnswer,
  type WorldRequest,
  type WorldState,
} from './aWorld';

const storedSchema = z.object({
  metadata: z
    .object({
      name: z.string(),
      namespace: z.string().optional(),
      labels: z.record(z.string()).nullish(),
    })
    .passthrough(),
  spec: z.record(z.unknown()),
});
const projectBodySchema = z.object({
  project: storedSchema,
  upsert: z.boolean().optional(),
});

/** An `AppProject` or `Application` as it was sent. */
export type StoredObject = z.infer<typeof storedSchema>;

const failure = (status: number, code: number, message: string) => ({
  status,
  body: { error: message, code, message },
});

/** Answers as the recorded ones of Argo CD 3.5.3; undefined for what is not meant for it. */
export function argocdAnswer(
  state: WorldState,
  request: WorldRequest,
): WorldAnswer | undefined {
  const [root, api, version, kind, name] = request.path;
  if (root !== 'argocd' || api !== 'api' || version !== 'v1') {
    return undefined;
  }
  if (request.headers.authorization !== `Bearer ${canaries.argocdToken}`) {
    return failure(401, 16, 'invalid session: token is invalid');
  }
  const isWrite = request.method !== 'GET';
  if (isWrite && request.headers['content-type'] !== 'application/json') {
    return failure(415, 3, 'Invalid content type');
  }
  return kind === 'projects'
    ? project(state, request, name)
    : application(state, request, name);
}

function project(
  { projects, applications }: WorldState,
  { method, body }: WorldRequest,
  name: string | undefined,
): WorldAnswer {
  if (method === 'POST') {
    const { project: wanted, upsert } = projectBodySchema.parse(body);
    const existing = projects.get(wanted.metadata.name);
    if (existing && !upsert && !isDeepStrictEqual(existing.spec, wanted.spec)) {
      return failure(
        400,
        3,
        'existing project spec is different, use upsert flag to force update',
      );
    }
    // An upsert changes the spec alone.
    const stored = existing ? { ...existing, spec: wanted.spec } : wanted;
    projects.set(wanted.metadata.name, stored);
    return { body: stored };
  }
  const existing = projects.get(name ?? '');
  if (!existing) {
    return failure(404, 5, `appprojects.argoproj.io "${name}" not found`);
  }
  if (method === 'DELETE') {
    const users = [...applications.values()].filter(
      ({ spec }) => spec.project === name,
    );
    if (users.length > 0) {
      return failure(
        400,
        3,
        `project is referenced by ${users.length} applications`,
      );
    }
    projects.delete(name ?? '');
    return { body: {} };
  }
  return { body: existing };
}

function application(
  { applications }: WorldState,
  { method, body, query }: WorldRequest,
  name: string | undefined,
): WorldAnswer {
  if (method === 'POST') {
    const wanted = storedSchema.parse(body);
    const existing = applications.get(wanted.metadata.name);
    const isSame =
      existing &&
      isDeepStrictEqual(existing.spec, wanted.spec) &&
      isDeepStrictEqual(existing.metadata.labels, wanted.metadata.labels);
    if (existing && !isSame && query.get('upsert') !== 'true') {
      return failure(
        400,
        3,
        'existing application spec is different, use upsert flag to force update',
      );
    }
    const stored = {
      ...wanted,
      metadata: { namespace: 'argocd', ...wanted.metadata },
    };
    applications.set(wanted.metadata.name, stored);
    return { body: stored };
  }
  if (name === undefined) {
    const found = [...applications.values()].filter(
      ({ metadata }) => metadata.name === query.get('name'),
    );
    return { body: { items: found.length > 0 ? found : null } };
  }
  const existing = applications.get(name);
  if (!existing) {
    return query.has('project')
      ? failure(404, 5, `applications.argoproj.io "${name}" not found`)
      : failure(403, 7, 'permission denied');
  }
  if (method === 'DELETE') {
    applications.delete(name);
    return { body: {} };
  }
  return { body: existing };
}
