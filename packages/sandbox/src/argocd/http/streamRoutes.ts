import { Router, type Response } from 'express';
import { matchesSelector } from '../../render/labelSelector';
import type { ApplicationEvent } from '../ArgocdStore';
import { selectStreamFields } from '../selectFields';
import { resourceTree } from '../resourceTree';
import {
  findApplication,
  queryList,
  queryText,
  type HttpContext,
} from './context';
import { withResourceHealth } from './withResourceHealth';

/** Argo CD's gateway sends a comment this often, so that nobody between takes the silence for a dead connection. */
const keepAliveMs = 15_000;

/** The watch: server-sent events when the client accepts exactly those, else a line of JSON for each event. */
export function streamRoutes(context: HttpContext): Router {
  const { store, cluster } = context;
  const router = Router();

  router.get('/stream/applications', (req, res) => {
    const name = queryText(req, 'name');
    const selector = queryText(req, 'selector');
    const fields = queryText(req, 'fields');
    const version = queryText(req, 'resourceVersion');
    const projects = [
      ...queryList(req, 'projects'),
      ...queryList(req, 'project'),
    ];
    const minimum = Number(version ?? 0) || 0;
    const send = openStream(res, req.headers.accept);
    const pass = ({ type, application }: ApplicationEvent) => {
      const { metadata, spec } = application;
      if (
        Number(metadata.resourceVersion) >= minimum &&
        (!name || metadata.name === name) &&
        (projects.length === 0 || projects.includes(spec.project)) &&
        matchesSelector(metadata.labels ?? {}, selector)
      ) {
        const result = {
          type,
          application: withResourceHealth(application, cluster),
        };
        send(selectStreamFields({ result }, fields));
      }
    };
    const unsubscribe = store.onEvent(pass);
    if (!version || name) {
      for (const application of store.applications()) {
        pass({ type: 'ADDED', application });
      }
    }
    res.on('close', unsubscribe);
  });

  router.get('/stream/applications/:name/resource-tree', (req, res) => {
    const { application } = findApplication(context, req);
    const { name } = application.metadata;
    const send = openStream(res, req.headers.accept);
    const pass = () =>
      send({ result: resourceTree(name, cluster.recordsOf(name)) });
    const unsubscribe = cluster.onChange(changed => {
      if (changed === name) {
        pass();
      }
    });
    pass();
    res.on('close', unsubscribe);
  });

  return router;
}

function openStream(
  res: Response,
  accept: string | undefined,
): (message: object) => void {
  const events = accept === 'text/event-stream';
  res.status(200);
  res.setHeader(
    'Content-Type',
    events ? 'text/event-stream' : 'application/json',
  );
  res.setHeader('Transfer-Encoding', 'chunked');
  res.setHeader('X-Content-Type-Options', 'nosniff');
  res.flushHeaders();
  const keepAlive = setInterval(() => events && res.write(':\n'), keepAliveMs);
  keepAlive.unref();
  res.on('close', () => clearInterval(keepAlive));
  return message => {
    const text = JSON.stringify(message);
    res.write(events ? `data: ${text} \n\n\n` : `${text}\n`);
  };
}
