import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stateDir } from './paths.mjs';

const names = ['GITLAB_TOKEN', 'ARGOCD_AUTH_TOKEN', 'GITHUB_TOKEN'];

/**
 * Tokens with which the backend talks to the sandbox: made once for this folder, readable by its owner only. Nothing is
 * accepted by default, so nothing guessable is ever configured.
 */
export function sandboxTokens(directory = stateDir) {
  const file = path.join(directory, 'sandbox-tokens.json');
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const missing = names.filter(name => !kept[name]);
  if (missing.length === 0) {
    return kept;
  }
  const made = missing.map(name => [name, randomBytes(20).toString('hex')]);
  const tokens = { ...kept, ...Object.fromEntries(made) };
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, JSON.stringify(tokens), { mode: 0o600 });
  return tokens;
}
