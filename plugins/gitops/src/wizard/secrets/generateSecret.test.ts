import { createHash } from 'node:crypto';
import { generateSecret } from './generateSecret';

describe('a generated value', () => {
  it('is a long password, another one each time', async () => {
    const [one, two] = [
      await generateSecret('password', 'ada'),
      await generateSecret('password', 'ada'),
    ];
    expect(one.value).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(one.key).toBeUndefined();
    expect(two.value).not.toBe(one.value);
  });

  it.each([
    ['ada', 'ada'],
    ['ada.l@example.com', 'ada.l@example.com'],
    ['Ada Lovelace:x', 'Ada-Lovelace-x'],
    ['', 'me'],
    ['a'.repeat(80), 'a'.repeat(64)],
  ])('is an entry for %p with the hash of a key', async (owner, name) => {
    const { value, key = '' } = await generateSecret('apiKey', owner);
    expect(key).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const hash = createHash('sha256').update(key).digest('hex');
    expect(value).toBe(`${name}:${hash}`);
    // What the service itself takes for an entry.
    expect(value).toMatch(/^[A-Za-z0-9._@-]{1,64}:[0-9a-f]{64}$/);
  });
});
