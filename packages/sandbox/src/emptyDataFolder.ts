import { rmSync } from 'node:fs';
import { join } from 'node:path';

/** Removes what the sandbox keeps in its data folder, and nothing else that may lie there. */
export function emptyDataFolder(dataDir: string): void {
  for (const name of ['git', 'github', 'state', 'sealing']) {
    rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}
