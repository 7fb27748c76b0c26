/** Encodes each segment of a path, and leaves the slashes. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** The web page of a repository. */
export function repositoryUrl(baseUrl: string, fullName: string): string {
  return `${baseUrl}/${encodePath(fullName)}`;
}

/** What REST says of a repository. */
export function apiUrl(baseUrl: string, fullName: string): string {
  return `${baseUrl}/api/v3/repos/${encodePath(fullName)}`;
}
