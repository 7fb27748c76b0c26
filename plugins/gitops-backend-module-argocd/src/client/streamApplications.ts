import { ServiceUnavailableError } from '@backstage/errors';
import type { ArgocdStreamEvent } from './ArgocdClient';
import type { ArgocdTransport } from './createTransport';
import { readEventStream } from './readEventStream';
import { streamMessageSchema } from './wire';

/** What `mapApplication` reads. Unlike on the list, any path works here, also inside of arrays. */
const APPLICATION_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.labels',
  'metadata.resourceVersion',
  'operation.initiatedBy',
  'spec.destination',
  'spec.project',
  ...['source', 'sources'].flatMap(source => [
    `spec.${source}.chart`,
    `spec.${source}.helm.valueFiles`,
    `spec.${source}.path`,
    `spec.${source}.repoURL`,
    `spec.${source}.targetRevision`,
  ]),
  'spec.syncPolicy.automated',
  'status.conditions',
  'status.health',
  'status.history.deployStartedAt',
  'status.history.deployedAt',
  'status.history.id',
  'status.history.initiatedBy',
  'status.history.revision',
  'status.history.revisions',
  'status.operationState.finishedAt',
  'status.operationState.message',
  'status.operationState.operation.initiatedBy',
  'status.operationState.phase',
  'status.operationState.startedAt',
  'status.summary',
  'status.sync.revision',
  'status.sync.revisions',
  'status.sync.status',
];

const FIELDS = [
  'error',
  'result.type',
  ...APPLICATION_FIELDS.map(field => `result.application.${field}`),
].join(',');

/**
 * One connection to `/api/v1/stream/applications`. Argo CD sends not even headers before it has a first event, so the
 * watchdog starts with the first byte.
 */
export async function* streamApplications(
  transport: ArgocdTransport,
  silence: number,
  signal: AbortSignal,
): AsyncGenerator<ArgocdStreamEvent> {
  const cut = new AbortController();
  const either = AbortSignal.any([signal, cut.signal]);
  const request = {
    method: 'GET',
    path: ['stream', 'applications'],
    query: { fields: FIELDS },
    signal: either,
    doing: 'stream applications',
  } as const;
  const failed = (reason: string) =>
    new ServiceUnavailableError(
      `${transport.title} could not ${request.doing}`,
      new Error(transport.redact(reason)),
    );
  const onSilence = () => cut.abort(failed(`nothing came for ${silence} ms`));

  try {
    const response = await transport.open(request, 'text/event-stream');
    const type = response.headers.get('content-type');
    if (!response.body || !type?.startsWith('text/event-stream')) {
      throw failed('the answer is not an event stream');
    }
    const bytes = withWatchdog(response.body, silence, onSilence);
    for await (const item of readEventStream(bytes)) {
      if (item.type === 'comment') {
        yield { type: 'keepAlive' };
      } else {
        yield* readMessage(item.data, failed);
      }
    }
    throw failed('the connection was closed');
  } catch (error) {
    if (signal.aborted) return;
    if (cut.signal.aborted) throw cut.signal.reason;
    if (error instanceof TypeError || error instanceof RangeError) {
      const { cause } = error;
      throw failed(cause instanceof Error ? cause.message : error.message);
    }
    throw error;
  } finally {
    cut.abort();
  }
}

/** Runs only while a read is under way, so that a consumer that takes its time is not mistaken for silence. */
async function* withWatchdog(
  body: AsyncIterable<Uint8Array>,
  silence: number,
  onSilence: () => void,
): AsyncGenerator<Uint8Array> {
  const reads = body[Symbol.asyncIterator]();
  for (;;) {
    const timer = setTimeout(onSilence, silence);
    const read = await reads.next().finally(() => clearTimeout(timer));
    if (read.done) return;
    yield read.value;
  }
}

function* readMessage(
  data: string,
  failed: (reason: string) => Error,
): Generator<ArgocdStreamEvent> {
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    throw failed('the stream carries something that is not JSON');
  }
  const message = streamMessageSchema.safeParse(json);
  if (!message.success) throw failed('the stream carries something unexpected');
  if ('error' in message.data) {
    throw failed(
      message.data.error.message ?? 'the stream ended with an error',
    );
  }
  const { type, application } = message.data.result;
  // Kubernetes also knows BOOKMARK and ERROR, which carry no application
  if (type === 'ADDED' || type === 'MODIFIED' || type === 'DELETED') {
    yield { type, application };
  }
}
