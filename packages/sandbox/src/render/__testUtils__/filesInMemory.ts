import type { RevisionFiles } from '../RevisionFiles';

/** A revision with these files, by path. */
export function filesInMemory(
  files: Readonly<Record<string, string>>,
): RevisionFiles {
  const paths = Object.keys(files).sort();
  return {
    readFile: async path => files[path],
    listFiles: async folder =>
      paths.filter(
        path =>
          folder === '' || path === folder || path.startsWith(`${folder}/`),
      ),
  };
}
