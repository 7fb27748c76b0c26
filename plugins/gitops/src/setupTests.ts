import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';
import { webcrypto } from 'node:crypto';

// jsdom has no WebCrypto; browsers do.
if (!globalThis.crypto?.subtle) {
  Object.defineProperty(globalThis, 'crypto', { value: webcrypto });
}

// A whole page renders slowly on a machine that is busy with other tests.
configure({ asyncUtilTimeout: 5_000 });
