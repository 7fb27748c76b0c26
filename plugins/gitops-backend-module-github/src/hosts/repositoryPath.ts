/** `owner/name` in its plain form: no slashes around it, no `.git`. Undefined when it is not the path of a repository. */
export function repositoryPath(path: string): string | undefined {
  const plain = path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  const steps = plain.split('/');
  return steps.length === 2 &&
    steps.every(step => step !== '' && step !== '.' && step !== '..')
    ? plain
    : undefined;
}
