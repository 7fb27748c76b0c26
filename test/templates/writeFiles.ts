import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Writes files into a new folder below `root`, and gives its path. */
export async function writeFiles(
  files: ReadonlyMap<string, string>,
  root: string,
): Promise<string> {
  const folder = await mkdtemp(path.join(root, 'app-'));
  for (const [file, text] of files) {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  return folder;
}
