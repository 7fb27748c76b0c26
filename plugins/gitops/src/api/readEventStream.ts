/**
 * One server-sent message, or a comment, which only says that the connection lives.
 * Format: https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export type StreamItem =
  | { readonly type: 'message'; readonly data: string }
  | { readonly type: 'comment' };

const parseBlock = (block: string): StreamItem | undefined => {
  const lines = block.split('\n');
  const data = lines
    .filter(line => line.startsWith('data:'))
    .map(line => line.slice('data:'.length).replace(/^ /, ''));
  if (data.length > 0) {
    return { type: 'message', data: data.join('\n') };
  }
  return lines.some(line => line.startsWith(':'))
    ? { type: 'comment' }
    : undefined;
};

/** Takes server-sent events out of a response body, however its chunks are cut. Ends when the body ends. */
export async function* readEventStream(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<StreamItem> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      // A CR at the very end stays until its LF arrived, so that one line end is not read as two.
      rest += decoder.decode(value, { stream: true });
      const blocks = rest.replace(/\r\n|\r(?!$)/g, '\n').split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const item = parseBlock(block);
        if (item) {
          yield item;
        }
      }
    }
  } finally {
    reader.releaseLock();
  }
}
