import { ServiceUnavailableError } from '@backstage/errors';
import type { Application } from '@slipway/plugin-gitops-common';
import type { DeploymentEngineEvent } from '@slipway/plugin-gitops-node';
import type { ArgocdClient, ArgocdStreamEvent } from '../client/ArgocdClient';
import type { ArgocdApplication } from '../client/wire';
import { StreamReader } from './StreamReader';

/** Milliseconds. */
export interface WatchTimes {
  /** How long the replay may pause before the list of names is asked for again; 2,000 by default. */
  readonly settle?: number;
  /** How often an empty Argo CD, whose stream says nothing at all, is asked whether it lives; 15,000 by default. */
  readonly probe?: number;
  /** How long applications of the list may be missing in the stream; 40,000 by default. */
  readonly patience?: number;
}

/**
 * The stream replays every application first, but does not say when the replay ends: it has ended once all names of the list
 * came by. Only the stream carries the history, so the list is asked for names alone.
 */
export async function* watchApplications(
  client: ArgocdClient,
  map: (wire: ArgocdApplication) => Application,
  signal: AbortSignal,
  { settle = 2_000, probe = 15_000, patience = 40_000 }: WatchTimes = {},
): AsyncGenerator<DeploymentEngineEvent> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const stream = new StreamReader(
    client.streamApplications({ signal: either }),
  );
  const lost = (what: string) =>
    new ServiceUnavailableError(
      `${client.title} could not stream applications: ${what}`,
    );

  try {
    stream.start();
    const replay = new Map<string, Application>();
    const gone = new Set<string>();
    let wanted = await client.listApplications({ signal });
    let since = Date.now();
    while (wanted.some(id => !replay.has(keyOf(id)) && !gone.has(keyOf(id)))) {
      const event = await stream.next(settle);
      if (event === 'end') return;
      if (event === 'pause' || event.type === 'keepAlive') {
        if (Date.now() - since > patience)
          throw lost('the replay is incomplete');
        wanted = await client.listApplications({ signal });
        continue;
      }
      since = Date.now();
      const key = keyOf(event.application.metadata);
      if (event.type === 'DELETED') {
        replay.delete(key);
        gone.add(key);
      } else {
        replay.set(key, map(event.application));
        gone.delete(key);
      }
    }
    yield { type: 'snapshot', applications: [...replay.values()] };

    since = Date.now();
    for (;;) {
      const event = await stream.next(stream.spoke ? undefined : probe);
      if (event === 'end') return;
      if (event !== 'pause') {
        yield toEngineEvent(event, map);
        continue;
      }
      const names = await client.listApplications({ signal });
      if (names.length === 0) since = Date.now();
      else if (Date.now() - since > patience) throw lost('it says nothing');
      yield { type: 'heartbeat' };
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    stop.abort();
    await stream.close();
  }
}

function toEngineEvent(
  event: ArgocdStreamEvent,
  map: (wire: ArgocdApplication) => Application,
): DeploymentEngineEvent {
  if (event.type === 'keepAlive') return { type: 'heartbeat' };
  const application = map(event.application);
  return event.type === 'DELETED'
    ? { type: 'deleted', id: application.id }
    : { type: 'upserted', application };
}

function keyOf({
  name,
  namespace = '',
}: {
  readonly name: string;
  readonly namespace?: string;
}) {
  return `${namespace}/${name}`;
}
