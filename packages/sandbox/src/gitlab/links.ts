/** Encodes each segment of a path, and leaves the slashes. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** The web page of a project. */
export function projectUrl(baseUrl: string, fullPath: string): string {
  return `${baseUrl}/${encodePath(fullPath)}`;
}
