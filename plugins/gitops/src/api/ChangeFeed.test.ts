import type { ChangeNotice } from './GitopsApi';
import { ChangeFeed } from './ChangeFeed';

/** A backend whose connections the test opens, feeds and cuts. */
function aBackend() {
  const connections: {
    readonly entityRefs: readonly string[];
    readonly signal: AbortSignal;
    say(event: object): Promise<void>;
    end(): Promise<void>;
  }[] = [];
  const backend = { refuse: false };
  const open = async (entityRefs: readonly string[], signal: AbortSignal) => {
    if (backend.refuse) {
      throw new Error('refused');
    }
    let controller: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start(it) {
        controller = it;
      },
    });
    signal.addEventListener('abort', () => {
      try {
        controller.error(new Error('aborted'));
      } catch {
        // Already closed by the test.
      }
    });
    connections.push({
      entityRefs,
      signal,
      async say(event) {
        controller.enqueue(
          new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`),
        );
        await jest.advanceTimersByTimeAsync(1);
      },
      async end() {
        controller.close();
        await jest.advanceTimersByTimeAsync(1);
      },
    });
    return new Response(body);
  };
  return { backend, connections, open };
}

const listen = (feed: ChangeFeed, ...entityRefs: string[]) => {
  const notices: ChangeNotice[] = [];
  const stop = feed.subscribe(entityRefs, notice => notices.push(notice));
  return {
    notices,
    stop,
    count: (type: ChangeNotice['type']) =>
      notices.filter(notice => notice.type === type).length,
    mode: () =>
      notices.findLast(notice => notice.type === 'mode')?.mode ?? 'none',
  };
};

const setHidden = (hidden: boolean) => {
  Object.defineProperty(document, 'hidden', {
    configurable: true,
    value: hidden,
  });
  document.dispatchEvent(new Event('visibilitychange'));
};

describe('ChangeFeed', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    setHidden(false);
    jest.useRealTimers();
  });

  it('opens one connection for all who subscribe, and tells each of its own entities only', async () => {
    const { connections, open } = aBackend();
    const feed = new ChangeFeed({ open });
    const a = listen(feed, 'component:default/a');
    const b = listen(feed, 'component:default/b');
    await jest.advanceTimersByTimeAsync(50);
    expect(connections).toHaveLength(1);
    expect(connections[0]?.entityRefs).toEqual([
      'component:default/a',
      'component:default/b',
    ]);
    await connections[0]?.say({ type: 'ready' });
    await connections[0]?.say({
      type: 'changed',
      entityRef: 'component:default/a',
    });
    expect(a.count('changed')).toBe(1);
    expect(b.count('changed')).toBe(0);
    expect([a.mode(), a.count('resync')]).toEqual(['streaming', 0]);
    a.stop();
    b.stop();
    await jest.advanceTimersByTimeAsync(50);
    expect(connections[0]?.signal.aborted).toBe(true);
  });

  it('reconnects after a cut and asks to read again what may have been missed', async () => {
    const { connections, open } = aBackend();
    const a = listen(new ChangeFeed({ open }), 'component:default/a');
    await jest.advanceTimersByTimeAsync(50);
    await connections[0]?.say({ type: 'ready' });
    await connections[0]?.end();
    expect(a.mode()).toBe('connecting');
    await jest.advanceTimersByTimeAsync(2_000);
    expect(connections).toHaveLength(2);
    await connections[1]?.say({ type: 'ready' });
    expect([a.mode(), a.count('resync')]).toEqual(['streaming', 1]);
    a.stop();
  });

  it('polls while no stream can be had, and stops polling once there is one', async () => {
    const { backend, connections, open } = aBackend();
    backend.refuse = true;
    const a = listen(new ChangeFeed({ open }), 'component:default/a');
    await jest.advanceTimersByTimeAsync(3_000);
    expect(a.mode()).toBe('polling');
    const before = a.count('resync');
    await jest.advanceTimersByTimeAsync(15_000);
    expect(a.count('resync')).toBe(before + 1);
    backend.refuse = false;
    while (connections.length === 0) {
      await jest.advanceTimersByTimeAsync(1_000);
    }
    await connections[0]?.say({ type: 'ready' });
    expect(a.mode()).toBe('streaming');
    const streaming = a.count('resync');
    await jest.advanceTimersByTimeAsync(14_000);
    expect(a.count('resync')).toBe(streaming);
    a.stop();
  });

  it('takes a stream that stays silent for a broken one', async () => {
    const { connections, open } = aBackend();
    const a = listen(new ChangeFeed({ open }), 'component:default/a');
    await jest.advanceTimersByTimeAsync(50);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(connections[0]?.signal.aborted).toBe(true);
    await jest.advanceTimersByTimeAsync(15_000);
    expect(a.mode()).toBe('polling');
    a.stop();
  });

  it('rests while the page is hidden for long, and catches up when it is seen again', async () => {
    const { connections, open } = aBackend();
    const a = listen(new ChangeFeed({ open }), 'component:default/a');
    await jest.advanceTimersByTimeAsync(50);
    await connections[0]?.say({ type: 'ready' });
    setHidden(true);
    for (let seconds = 0; seconds < 280; seconds += 20) {
      await connections[0]?.say({ type: 'alive' });
      await jest.advanceTimersByTimeAsync(20_000);
    }
    expect(a.mode()).toBe('streaming');
    await jest.advanceTimersByTimeAsync(21_000);
    expect(a.mode()).toBe('paused');
    const opened = connections.length;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(connections).toHaveLength(opened);
    setHidden(false);
    await jest.advanceTimersByTimeAsync(50);
    await connections.at(-1)?.say({ type: 'ready' });
    expect([a.mode(), a.count('resync')]).toEqual(['streaming', 1]);
    a.stop();
  });
});
