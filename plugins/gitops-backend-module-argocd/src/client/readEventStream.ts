/** A server-sent event's data, or a comment. */
export type StreamItem =
  | { readonly type: 'data'; readonly data: string }
  | { readonly type: 'comment' };

/** Far above any application; a stream without line ends must not fill the memory. */
const MAX_EVENT_CHARACTERS = 16 * 1024 * 1024;

/**
 * Splits a body into server-sent events, whatever the chunks. Throws `RangeError` for an event that never ends.
 * Format: https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export async function* readEventStream(
  body: AsyncIterable<Uint8Array>,
): AsyncGenerator<StreamItem> {
  const decoder = new TextDecoder();
  let rest = '';
  let data: string[] = [];
  let size = 0;

  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield { type: 'data', data: data.join('\n') };
        data = [];
        size = 0;
      } else if (line.startsWith(':')) {
        yield { type: 'comment' };
      } else if (line.startsWith('data:')) {
        const value = line.slice(5);
        data.push(value.startsWith(' ') ? value.slice(1) : value);
        size += line.length;
      }
    }
    if (size + rest.length > MAX_EVENT_CHARACTERS) {
      throw new RangeError('an event of the stream does not end');
    }
  }
}
