import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { liveObject, seconds } from '../../cluster';
import { groupOf, RenderError, type KubernetesObject } from '../../render';
import { ArgocdError } from '../ArgocdError';
import { compareApplication } from '../compareApplication';
import { sourcesOf } from '../model';
import { resourceTree } from '../resourceTree';
import { findApplication, queryText, type HttpContext } from './context';

/** Manifests, resource tree, managed resources and commits of one application. */
export function detailRoutes(context: HttpContext): Router {
  const { cluster, manifests, hosts } = context;
  const router = PromiseRouter();

  router.get('/applications/:name/manifests', async (req, res) => {
    const { application } = findApplication(context, req);
    const revision = queryText(req, 'revision');
    try {
      const target = await manifests.render(application, [revision]);
      res.json({
        manifests: target.objects.map(object =>
          JSON.stringify(tracked(object, application.metadata.name)),
        ),
        namespace: application.spec.destination.namespace,
        server: application.spec.destination.server,
        revision: target.revisions[0],
        sourceType: target.sourceType,
      });
    } catch (error) {
      throw upstream(error);
    }
  });

  router.get('/applications/:name/resource-tree', async (req, res) => {
    const { application } = findApplication(context, req);
    const { name } = application.metadata;
    const tree = resourceTree(name, cluster.recordsOf(name));
    res.json(tree.nodes.length > 0 ? tree : {});
  });

  router.get('/applications/:name/managed-resources', async (req, res) => {
    const { application } = findApplication(context, req);
    const { name } = application.metadata;
    const target = await manifests.render(application).catch(error => {
      throw upstream(error);
    });
    const { resources } = compareApplication(name, target.objects, cluster);
    res.json({
      items: resources.map(({ target: wanted, live, status }) => {
        const liveState = live ? JSON.stringify(liveObject(live)) : 'null';
        return {
          ...(status.group && { group: status.group }),
          kind: status.kind,
          namespace: status.namespace,
          name: status.name,
          targetState: wanted ? JSON.stringify(tracked(wanted, name)) : 'null',
          liveState,
          normalizedLiveState: liveState,
          predictedLiveState: wanted
            ? JSON.stringify(tracked(wanted, name))
            : 'null',
          ...(live && { resourceVersion: String(live.resourceVersion) }),
        };
      }),
    });
  });

  router.get(
    '/applications/:name/revisions/:revision/metadata',
    async (req, res) => {
      const { application } = findApplication(context, req);
      const index = Number(queryText(req, 'sourceIndex') ?? 0);
      const source = sourcesOf(application.spec)[index];
      const revision = req.params.revision ?? '';
      if (!source || !/^[0-9a-f]{7,40}$/.test(revision)) {
        throw new ArgocdError('invalidArgument', 'revision must be resolved');
      }
      try {
        const sha = await manifests.resolve(source, revision);
        const commit = await hosts.commit(source.repoURL, sha);
        res.json({
          author: `${commit.authorName} <${commit.authorEmail}>`,
          date: seconds(new Date(commit.authoredAt).toISOString()),
          message: commit.message.trim(),
        });
      } catch (error) {
        throw upstream(error);
      }
    },
  );

  return router;
}

/** An object as Argo CD applies it: with the annotation by which it knows its own. */
function tracked(
  object: KubernetesObject,
  application: string,
): KubernetesObject {
  const { namespace = '', name, annotations } = object.metadata;
  const id = `${application}:${groupOf(object)}/${object.kind}:${namespace}/${name}`;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      annotations: { ...annotations, 'argocd.argoproj.io/tracking-id': id },
    },
  };
}

function upstream(error: unknown): unknown {
  return error instanceof RenderError
    ? new ArgocdError(
        'unknown',
        `rpc error: code = Unknown desc = ${error.message}`,
        {
          cause: error,
        },
      )
    : error;
}
