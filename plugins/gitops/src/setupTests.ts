import '@testing-library/jest-dom';
import { webcrypto } from 'node:crypto';

// jsdom has no WebCrypto; browsers do.
if (!globalThis.crypto?.subtle) {
  Object.defineProperty(globalThis, 'crypto', { value: webcrypto });
}
