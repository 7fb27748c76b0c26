/**
 * A project's full path in its plain form: no slashes around it, no `.git`. Undefined when it is not the path of a project,
 * which has a group at least, and no empty or relative steps.
 */
export function projectPath(path: string): string | undefined {
  const plain = path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  const steps = plain.split('/');
  return steps.length >= 2 &&
    steps.every(step => step !== '' && step !== '.' && step !== '..')
    ? plain
    : undefined;
}
