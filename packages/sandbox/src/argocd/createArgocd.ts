import express, { type ErrorRequestHandler, type Express } from 'express';
import { z } from 'zod';
import type { Cluster } from '../cluster';
import type { GitStore } from '../git';
import { RenderError } from '../render';
import type { Clock } from '../state';
import { ApplicationController } from './ApplicationController';
import { ApplicationSetController } from './applicationSets';
import { ArgocdError } from './ArgocdError';
import { ArgocdStore } from './ArgocdStore';
import { DeclaredObjects } from './DeclaredObjects';
import { GitHosts, type GitHost } from './GitHosts';
import {
  applicationPage,
  applicationsPage,
  missingPage,
} from './http/applicationPage';
import { applicationRoutes } from './http/applicationRoutes';
import { applicationSetRoutes } from './http/applicationSetRoutes';
import { parseBody, usernameOf, type HttpContext } from './http/context';
import { detailRoutes } from './http/detailRoutes';
import { operationRoutes } from './http/operationRoutes';
import { projectRoutes } from './http/projectRoutes';
import { repositoryRoutes } from './http/repositoryRoutes';
import { Sessions } from './http/Sessions';
import { streamRoutes } from './http/streamRoutes';
import { ManifestSource } from './ManifestSource';
import { argocdNamespace } from './model';
import { inCluster } from './projectRules';

const credentials = z.object({ username: z.string(), password: z.string() });

export interface ArgocdOptions {
  readonly cluster: Cluster;
  readonly git: GitStore;
  /** Base URL of the sandbox's GitLab, whose repositories `git` has. */
  readonly gitlabUrl: string;
  /** Other Git servers whose repositories applications may come from. */
  readonly otherHosts?: readonly GitHost[];
  /** The API token that is accepted. */
  readonly token: string;
  readonly clock: Clock;
  readonly speed?: number;
  /** Where the state is kept; nowhere when absent. */
  readonly file?: string;
  readonly onError?: (error: unknown) => void;
}

/** The Argo CD of the sandbox. */
export interface Argocd {
  readonly app: Express;
  readonly store: ArgocdStore;
  readonly controller: ApplicationController;
  close(): Promise<void>;
}

/** REST, streams and pages that answer as Argo CD 3.5 does, over a cluster and repositories that are the sandbox's own. */
export function createArgocd(options: ArgocdOptions): Argocd {
  const { cluster, git, clock, onError } = options;
  const store = new ArgocdStore(options);
  const hosts = new GitHosts([
    { baseUrl: options.gitlabUrl, git },
    ...(options.otherHosts ?? []),
  ]);
  const manifests = new ManifestSource(hosts);
  const applicationSets = new ApplicationSetController({
    ...options,
    store,
    hosts,
  });
  const controller = new ApplicationController({
    ...options,
    store,
    manifests,
    hosts,
    applicationSets,
  });
  const declared = new DeclaredObjects({
    cluster,
    store,
    clock,
    onApplication: name => controller.request(name),
  });
  const context: HttpContext = {
    store,
    cluster,
    hosts,
    manifests,
    controller,
    clock,
  };
  const app = express();
  app.disable('x-powered-by');
  app.get('/healthz', (_req, res) => {
    res.type('text/plain').send('ok');
  });
  app.get('/api/version', (_req, res) => {
    res.json({ Version: 'v3.5.3+sandbox' });
  });
  app.use('/api/v1', apiRouter(context, new Sessions(options.token, clock)));
  app.get(['/', '/applications'], (_req, res) => {
    res.type('html').send(applicationsPage(store.applications()));
  });
  app.get('/applications/:namespace/:name', (req, res) => {
    const { namespace, name } = req.params;
    const application =
      namespace === argocdNamespace ? store.application(name) : undefined;
    if (application) {
      res.type('html').send(applicationPage(application, cluster));
    } else {
      res.status(404).type('html').send(missingPage());
    }
  });
  app.use(answerErrors(onError));
  return {
    app,
    store,
    controller,
    close: async () => {
      await controller.close();
      applicationSets.close();
      declared.close();
      store.close();
    },
  };
}

function apiRouter(context: HttpContext, sessions: Sessions): express.Router {
  const router = express.Router();
  router.use((req, res, next) => {
    const type = req.headers['content-type'] ?? '';
    if (
      !['GET', 'HEAD'].includes(req.method) &&
      !/^application\/json\b/.test(type)
    ) {
      res.status(415).type('text/plain').send('Invalid content type\n');
      return;
    }
    next();
  });
  router.use(express.json({ limit: '5mb' }));
  router.post('/session', (req, res) => {
    const { username, password } = parseBody(credentials, req.body);
    res.json({ token: sessions.login(username, password) });
  });
  router.use((req, res, next) => {
    res.locals.username = sessions.authenticate(req.headers.authorization);
    next();
  });
  router.get('/session/userinfo', (_req, res) => {
    res.json({ loggedIn: true, username: usernameOf(res), iss: 'argocd' });
  });
  router.get('/clusters', (_req, res) => {
    const connectionState = { status: 'Successful', message: '' };
    res.json({ metadata: {}, items: [{ ...inCluster, connectionState }] });
  });
  router.use(streamRoutes(context));
  router.use(operationRoutes(context));
  router.use(detailRoutes(context));
  router.use(applicationRoutes(context));
  router.use(applicationSetRoutes(context));
  router.use(projectRoutes(context));
  router.use(repositoryRoutes(context));
  router.use((_req, res) => {
    res.status(404).json({ error: 'Not Found', code: 5, message: 'Not Found' });
  });
  return router;
}

function answerErrors(onError?: (error: unknown) => void): ErrorRequestHandler {
  return (error, _req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    if (error instanceof ArgocdError) {
      res.status(error.status).json(error);
      return;
    }
    if (error instanceof SyntaxError) {
      const invalid = new ArgocdError(
        'invalidArgument',
        'invalid character in request body',
      );
      res.status(invalid.status).json(invalid);
      return;
    }
    if (error instanceof RenderError) {
      const invalid = new ArgocdError('invalidArgument', error.message);
      res.status(invalid.status).json(invalid);
      return;
    }
    onError?.(error);
    const internal = new ArgocdError(
      'unknown',
      'internal error of the sandbox',
    );
    res.status(internal.status).json(internal);
  };
}
