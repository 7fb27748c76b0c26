import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { seconds } from '../../cluster';
import { sameJson } from '../../render/json';
import { matchesSelector } from '../../render/labelSelector';
import { ArgocdError } from '../ArgocdError';
import type { ArgocdStore } from '../ArgocdStore';
import { mergePatch } from '../../render/mergePatch';
import {
  applicationInputSchema,
  initialStatus,
  type Application,
  type ApplicationInput,
} from '../model';
import { selectListFields } from '../selectFields';
import {
  findApplication,
  findProject,
  parseBody,
  queryList,
  queryText,
  type HttpContext,
} from './context';
import { validateApplication } from './validateApplication';
import { withResourceHealth } from './withResourceHealth';

const finalizers: Readonly<Record<string, string>> = {
  '': 'resources-finalizer.argocd.argoproj.io',
  foreground: 'resources-finalizer.argocd.argoproj.io',
  background: 'resources-finalizer.argocd.argoproj.io/background',
};

/** List, get, create, change and delete. */
export function applicationRoutes(context: HttpContext): Router {
  const { store, controller, manifests, cluster, clock } = context;
  const router = PromiseRouter();

  router.get('/applications', async (req, res) => {
    const refresh = queryText(req, 'refresh');
    if (refresh) {
      controller.request();
      await controller.settle();
    }
    const projects = [
      ...queryList(req, 'projects'),
      ...queryList(req, 'project'),
    ];
    const name = queryText(req, 'name');
    const repo = queryText(req, 'repo');
    const items = store
      .applications()
      .filter(
        application =>
          (projects.length === 0 ||
            projects.includes(application.spec.project)) &&
          (!name || application.metadata.name === name) &&
          (!repo || application.spec.source?.repoURL === repo) &&
          matchesSelector(
            application.metadata.labels ?? {},
            queryText(req, 'selector'),
          ),
      );
    const list = {
      metadata: { resourceVersion: store.resourceVersion },
      // an empty list is `null` on Argo CD's wire
      items: items.length > 0 ? items : null,
    };
    res.json(selectListFields(list, queryText(req, 'fields')));
  });

  router.post('/applications', async (req, res) => {
    const input = parseBody(applicationInputSchema, req.body);
    const project = findProject(store, input.spec.project);
    const validate = queryText(req, 'validate') !== 'false';
    await validateApplication(input, project, manifests, validate);
    const existing = store.application(input.metadata.name);
    if (existing && isSame(existing, input)) {
      res.json(existing);
      return;
    }
    if (existing && queryText(req, 'upsert') !== 'true') {
      throw new ArgocdError(
        'invalidArgument',
        'existing application spec is different, use upsert flag to force update',
      );
    }
    res.json(existing ? change(store, input, true) : add(store, input));
    queueRefresh(input.metadata.name);
  });

  router.get('/applications/:name', async (req, res) => {
    const { application } = findApplication(context, req);
    if (queryText(req, 'refresh')) {
      controller.request(application.metadata.name);
      await controller.settle();
    }
    const current = store.application(application.metadata.name) ?? application;
    res.json(withResourceHealth(current, cluster));
  });

  router.put('/applications/:name', async (req, res) => {
    const { application } = findApplication(context, req);
    const input = parseBody(applicationInputSchema, req.body);
    await replace(application, input, queryText(req, 'validate') !== 'false');
    res.json(
      change(
        store,
        {
          ...input,
          metadata: { ...input.metadata, name: application.metadata.name },
        },
        false,
      ),
    );
    queueRefresh(application.metadata.name);
  });

  router.put('/applications/:name/spec', async (req, res) => {
    const { application } = findApplication(context, req);
    const spec = parseBody(applicationInputSchema.shape.spec, req.body);
    const input = { metadata: inputMetadata(application), spec };
    await replace(application, input, queryText(req, 'validate') !== 'false');
    res.json(change(store, input, false)?.spec);
    queueRefresh(application.metadata.name);
  });

  router.patch('/applications/:name', async (req, res) => {
    const { application } = findApplication(context, req, req.body ?? {});
    if (req.body?.patchType !== 'merge') {
      throw new ArgocdError(
        'invalidArgument',
        `Patch type '${String(req.body?.patchType)}' is not supported`,
      );
    }
    const current = {
      metadata: inputMetadata(application),
      spec: application.spec,
    };
    const patched = mergePatch(
      current,
      JSON.parse(String(req.body.patch)),
      'Application',
    );
    const input = parseBody(applicationInputSchema, patched);
    await replace(application, input, true);
    res.json(change(store, input, false));
    queueRefresh(application.metadata.name);
  });

  router.delete('/applications/:name', async (req, res) => {
    const { application } = findApplication(context, req);
    const cascade = queryText(req, 'cascade') !== 'false';
    const policy = queryText(req, 'propagationPolicy') ?? '';
    if (!cascade && policy !== '') {
      throw new ArgocdError(
        'invalidArgument',
        'cannot set propagation policy when cascading is disabled',
      );
    }
    const finalizer = finalizers[policy];
    if (cascade && !finalizer) {
      throw new ArgocdError(
        'invalidArgument',
        `invalid propagation policy: ${policy}`,
      );
    }
    store.updateApplication(application.metadata.name, current => ({
      ...current,
      metadata: {
        ...current.metadata,
        finalizers: withFinalizer(
          current.metadata.finalizers,
          cascade ? finalizer : undefined,
        ),
        deletionTimestamp:
          current.metadata.deletionTimestamp ??
          seconds(clock.now().toISOString()),
      },
    }));
    res.json({});
  });

  async function replace(
    application: Application,
    input: ApplicationInput,
    validate: boolean,
  ): Promise<void> {
    if (input.metadata.name !== application.metadata.name) {
      throw new ArgocdError(
        'invalidArgument',
        'application name cannot be changed',
      );
    }
    await validateApplication(
      input,
      findProject(store, input.spec.project),
      manifests,
      validate,
    );
  }

  function queueRefresh(name: string): void {
    controller.request(name);
    void controller.settle();
  }

  return router;
}

function add(
  store: ArgocdStore,
  { metadata, spec }: ApplicationInput,
): Application {
  const { name, labels, annotations, finalizers: added } = metadata;
  return store.addApplication({
    metadata: {
      name,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(added && { finalizers: added }),
    },
    spec,
    status: initialStatus,
  });
}

/** An upsert adds to labels and annotations, an update replaces them: as Argo CD does. */
function change(
  store: ArgocdStore,
  { metadata, spec }: ApplicationInput,
  merge: boolean,
): Application | undefined {
  const { name, labels, annotations, finalizers: wanted } = metadata;
  return store.updateApplication(name, current => {
    const old = current.metadata;
    return {
      ...current,
      spec,
      metadata: {
        ...old,
        labels: merge ? { ...old.labels, ...labels } : labels,
        annotations: merge
          ? { ...old.annotations, ...annotations }
          : annotations,
        finalizers: wanted ?? old.finalizers,
      },
    };
  });
}

function isSame(existing: Application, input: ApplicationInput): boolean {
  const empty = {};
  return (
    sameJson(existing.spec, input.spec) &&
    sameJson(
      existing.metadata.labels ?? empty,
      input.metadata.labels ?? empty,
    ) &&
    sameJson(
      existing.metadata.annotations ?? empty,
      input.metadata.annotations ?? empty,
    ) &&
    sameJson(
      existing.metadata.finalizers ?? [],
      input.metadata.finalizers ?? [],
    )
  );
}

function inputMetadata({
  metadata,
}: Application): ApplicationInput['metadata'] {
  const { name, labels, annotations, finalizers: kept } = metadata;
  return {
    name,
    ...(labels && { labels }),
    ...(annotations && { annotations }),
    ...(kept && { finalizers: [...kept] }),
  };
}

function withFinalizer(
  present: readonly string[] = [],
  wanted: string | undefined,
): readonly string[] {
  const others = present.filter(
    finalizer => !Object.values(finalizers).includes(finalizer),
  );
  const kept = present.filter(finalizer =>
    Object.values(finalizers).includes(finalizer),
  );
  if (!wanted) {
    return others;
  }
  return kept.includes(wanted) ? present : [...present, wanted];
}
