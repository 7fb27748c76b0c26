import { readEventStream } from './readEventStream';

const bodyOf = (chunks: readonly string[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      const encoder = new TextEncoder();
      chunks.forEach(chunk => controller.enqueue(encoder.encode(chunk)));
      controller.close();
    },
  });

const read = async (chunks: readonly string[]) => {
  const items: string[] = [];
  for await (const item of readEventStream(bodyOf(chunks))) {
    items.push(item.type === 'message' ? item.data : '(comment)');
  }
  return items;
};

describe('readEventStream', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['one message', ['data: a\n\n'], ['a']],
    ['several in one chunk', ['data: a\n\ndata: b\n\n'], ['a', 'b']],
    [
      'a message cut anywhere',
      ['da', 'ta: a', '\n', '\ndata: b\n\n'],
      ['a', 'b'],
    ],
    ['line ends of Windows', ['data: a\r\n\r\ndata: b\r\n\r\n'], ['a', 'b']],
    [
      'a line end cut in two',
      ['data: a\r', '\n\r', '\ndata: b\n\n'],
      ['a', 'b'],
    ],
    ['data in several lines', ['data: a\ndata: b\n\n'], ['a\nb']],
    ['comments', [': alive\n\ndata: a\n\n'], ['(comment)', 'a']],
    ['fields that mean nothing here', ['event: x\nid: 1\ndata: a\n\n'], ['a']],
    ['an unfinished message at the end', ['data: a\n\ndata: b'], ['a']],
  ])('reads %s', async (_, chunks, expected) => {
    expect(await read(chunks)).toEqual(expected);
  });

  it('does not cut a character in two', async () => {
    const bytes = new TextEncoder().encode('data: é\n\n');
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, 7));
        controller.enqueue(bytes.slice(7));
        controller.close();
      },
    });
    const items = [];
    for await (const item of readEventStream(stream)) {
      items.push(item);
    }
    expect(items).toEqual([{ type: 'message', data: 'é' }]);
  });
});
