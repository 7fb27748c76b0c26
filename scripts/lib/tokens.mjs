import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stateDir } from './paths.mjs';

/**
 * Tokens with which the backend talks to the sandbox: made once for this folder, readable by its owner only. Nothing is
 * accepted by default, so nothing guessable is ever configured.
 */
export function sandboxTokens(directory = stateDir) {
  const file = path.join(directory, 'sandbox-tokens.json');
  if (!existsSync(file)) {
    mkdirSync(directory, { recursive: true });
    const tokens = {
      GITLAB_TOKEN: randomBytes(20).toString('hex'),
      ARGOCD_AUTH_TOKEN: randomBytes(20).toString('hex'),
    };
    writeFileSync(file, JSON.stringify(tokens), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}
