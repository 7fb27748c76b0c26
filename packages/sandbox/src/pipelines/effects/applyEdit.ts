import { posix } from 'node:path';
import { NotFoundError } from '@backstage/errors';
import {
  assignYaml,
  setKustomizeAnnotations,
  setKustomizeImages,
} from './editYaml';
import type { FileEdit } from './model';

const KUSTOMIZATION_FILES = [
  'kustomization.yaml',
  'kustomization.yml',
  'Kustomization',
];

/** The path and the new text of the file that an edit means. Throws `NotFoundError` as the tool would fail. */
export async function applyEdit(
  edit: FileEdit,
  read: (path: string) => Promise<string | undefined>,
): Promise<{
  readonly path: string;
  readonly content: string;
  readonly changed: boolean;
}> {
  const candidates =
    'directory' in edit
      ? KUSTOMIZATION_FILES.map(name => posix.join(edit.directory, name))
      : [edit.file];
  for (const path of candidates) {
    const before = await read(path);
    if (before !== undefined) {
      const content = change(edit, before);
      return { path, content, changed: content !== before };
    }
  }
  throw new NotFoundError(
    'directory' in edit
      ? `Missing kustomization file 'kustomization.yaml' in ${edit.directory || '.'}`
      : `open ${edit.file}: no such file or directory`,
  );
}

function change(edit: FileEdit, before: string): string {
  switch (edit.type) {
    case 'kustomizeImages':
      return setKustomizeImages(before, edit.images);
    case 'kustomizeAnnotations':
      return setKustomizeAnnotations(before, edit.annotations);
    case 'yaml':
      return assignYaml(before, edit.assignments);
    default:
      return before
        .split('\n')
        .map(line => line.replace(edit.pattern, () => edit.replacement))
        .join('\n');
  }
}
