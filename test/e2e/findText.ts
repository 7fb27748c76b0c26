import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Where any of `needles` stands below a folder: in files as they are (databases and logs too), and in every commit of every bare
 * Git repository, whose objects are compressed.
 */
export async function findText(
  folder: string,
  needles: readonly string[],
  options: { readonly except: readonly string[] },
): Promise<string[]> {
  const found: string[] = [];
  const visit = async (current: string): Promise<void> => {
    for (const entry of readdirSync(current, { withFileTypes: true })) {
      const file = path.join(current, entry.name);
      if (entry.isDirectory()) {
        if (entry.name.endsWith('.git')) {
          const { stdout } = await run(
            'git',
            ['--git-dir', file, '-c', 'safe.directory=*', 'log', '--all', '-p'],
            { maxBuffer: 256 * 1024 * 1024 },
          );
          if (needles.some(needle => stdout.includes(needle))) {
            found.push(`${file} (history)`);
          }
        }
        await visit(file);
      } else if (entry.isFile() && !options.except.includes(entry.name)) {
        const content = readFileSync(file);
        if (needles.some(needle => content.includes(needle))) {
          found.push(file);
        }
      }
    }
  };
  await visit(folder);
  return found;
}
