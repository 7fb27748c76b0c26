// https://docs.gitlab.com/user/reserved_names
const reserved = new Set([
  'badges',
  'blame',
  'blob',
  'builds',
  'commits',
  'create',
  'create_dir',
  'edit',
  'files',
  'find_file',
  'new',
  'preview',
  'raw',
  'refs',
  'tree',
  'update',
  'wikis',
]);

/** Why GitLab would refuse a project of this path, for people, or undefined when it would not. @public */
export function checkRepositoryName(name: string): string | undefined {
  if (!name) {
    return 'Give it a name.';
  }
  if (!/^[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*$/.test(name)) {
    return 'GitLab wants letters, digits and single “-”, “_” or “.” between them.';
  }
  if (/\.(?:git|atom)$/i.test(name)) {
    return 'GitLab refuses names that end in “.git” or “.atom”.';
  }
  if (reserved.has(name.toLowerCase())) {
    return `“${name}” is reserved by GitLab: choose another name.`;
  }
  return undefined;
}
