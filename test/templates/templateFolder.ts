import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Where the software templates of this repository are. */
export const templatesRoot = path.resolve(__dirname, '../../templates');

/** A file of a template as the scaffolder's dry run wants it. */
export interface EncodedFile {
  readonly path: string;
  readonly base64Content: string;
}

/** All files below a template's folder, in the order of their paths. */
export async function readTemplateFolder(
  folder: string,
): Promise<readonly EncodedFile[]> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))
    .sort();
  return Promise.all(
    files.map(async file => ({
      path: path.relative(folder, file),
      base64Content: (await readFile(file)).toString('base64'),
    })),
  );
}
