/** What a value can be made as. */
export type SecretGenerator = 'password' | 'apiKey';

/** A value that was made. */
export interface GeneratedSecret {
  /** What is sealed. */
  readonly value: string;
  /** What its owner has to keep, where that is something else; it is nowhere but here. */
  readonly key?: string;
}

/** As many bits as a key of the strongest ciphers, so that a plain hash of it can be kept. */
const randomBytes = 32;

/**
 * Makes a value from the browser's own randomness. A password is 43 letters, digits, `-` and `_`. An API key is as long, and the
 * value has its owner's name and its SHA-256, as the chatbot's `API_KEYS` wants it.
 */
export async function generateSecret(
  generator: SecretGenerator,
  owner: string,
): Promise<GeneratedSecret> {
  const bytes = crypto.getRandomValues(new Uint8Array(randomBytes));
  const word = btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
  switch (generator) {
    case 'password':
      return { value: word };
    case 'apiKey':
      return {
        value: `${entryName(owner)}:${await sha256(word)}`,
        key: word,
      };
    default:
      return generator satisfies never;
  }
}

/** A name as an entry of `API_KEYS` takes it. */
function entryName(owner: string): string {
  return owner.replace(/[^A-Za-z0-9._@-]/g, '-').slice(0, 64) || 'me';
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest(
    'SHA-256',
    new TextEncoder().encode(text),
  );
  return [...new Uint8Array(digest)]
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join('');
}
