import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { filesInMemory } from './__testUtils__/filesInMemory';
import { overlays } from './__testUtils__/overlays';
import { parseManifests } from './KubernetesObject';
import { renderPath } from './renderPath';

const kustomize = [
  join(homedir(), '.cache/slipway/real/bin/kustomize'),
  '/usr/local/bin/kustomize',
  '/usr/bin/kustomize',
].find(existsSync);

const compare = kustomize ? describe : describe.skip;
const reason = kustomize
  ? ''
  : ' (skipped: there is no kustomize on this machine)';

compare(`the renderer gives what kustomize build gives${reason}`, () => {
  it.each(overlays)('$title', async ({ files }) => {
    const folder = mkdtempSync(join(tmpdir(), 'kustomize-'));
    try {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const built = execFileSync(
        kustomize ?? '',
        ['build', join(folder, 'overlay')],
        {
          encoding: 'utf8',
        },
      );
      const { objects } = await renderPath(filesInMemory(files), 'overlay');
      expect(byName(objects)).toEqual(
        byName(parseManifests(built, 'kustomize')),
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function byName<T extends { kind: string; metadata: { name: string } }>(
  objects: readonly T[],
) {
  return Object.fromEntries(
    objects.map(object => [`${object.kind} ${object.metadata.name}`, object]),
  );
}
