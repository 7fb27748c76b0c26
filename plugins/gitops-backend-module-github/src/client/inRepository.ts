/** Path of what belongs to `owner/name`. */
export function inRepository(repository: string, ...rest: string[]): string[] {
  return ['repos', ...repository.split('/'), ...rest];
}
