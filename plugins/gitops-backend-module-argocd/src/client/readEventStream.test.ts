import { readFixture } from '../__testUtils__/readFixture';
import { readEventStream, type StreamItem } from './readEventStream';

async function* inChunksOf(size: number, text: string) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size)
    yield bytes.subarray(at, at + size);
}

const read = async (body: AsyncIterable<Uint8Array>) => {
  const items: StreamItem[] = [];
  for await (const item of readEventStream(body)) items.push(item);
  return items;
};

describe('readEventStream', () => {
  it.each([1, 7, 100, 100_000])(
    'reads a recorded stream in chunks of %i bytes',
    async size => {
      const items = await read(inChunksOf(size, readFixture('stream.sse.txt')));
      const names = items.map(item =>
        item.type === 'data'
          ? JSON.parse(item.data).result.application.metadata.name
          : item.type,
      );
      expect(names).toEqual(['web-dev', 'web-prod', 'web-dev', 'web-dev']);
    },
  );

  it.each([
    [
      'keep-alive comments',
      ':\n:\n',
      [{ type: 'comment' }, { type: 'comment' }],
    ],
    ['carriage returns', 'data: a\r\n\r\n', [{ type: 'data', data: 'a' }]],
    [
      'data of two lines',
      'data: a\ndata:b\n\n',
      [{ type: 'data', data: 'a\nb' }],
    ],
    [
      'a letter split between chunks',
      'data: “é”\n\n',
      [{ type: 'data', data: '“é”' }],
    ],
    ['other fields', 'event: x\nid: 1\n\n', []],
    ['an event that was not finished', 'data: a', []],
  ])('understands %s', async (_, text, items) => {
    expect(await read(inChunksOf(1, text))).toEqual(items);
  });

  it('gives up on an event that never ends', async () => {
    async function* endless() {
      const chunk = Buffer.from(`data: ${'x'.repeat(1024 * 1024)}`);
      for (;;) yield chunk;
    }
    await expect(read(endless())).rejects.toThrow(RangeError);
  });
});
