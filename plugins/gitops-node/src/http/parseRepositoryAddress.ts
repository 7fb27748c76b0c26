/** Where an address of a repository leads. @public */
export interface RepositoryAddress {
  /** With a port where a web address has one. */
  readonly host: string;
  /** Decoded, beginning with a slash. */
  readonly path: string;
  /** An SSH address names a machine, not a web server: its port says nothing about the web. */
  readonly ssh: boolean;
}

/** `git@host:group/project.git`, Git's short form of an SSH address. */
const scpLike = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/)(.+)$/;

/** Reads a clone address (HTTP, SSH or Git's short form) or the address of a page; undefined for anything else. @public */
export function parseRepositoryAddress(
  url: string,
): RepositoryAddress | undefined {
  const short = url.includes('://') ? undefined : scpLike.exec(url);
  if (short) {
    return { host: short[1], path: `/${short[2]}`, ssh: true };
  }
  try {
    const parsed = new URL(url);
    const path = decodeURIComponent(parsed.pathname);
    switch (parsed.protocol) {
      case 'http:':
      case 'https:':
        return { host: parsed.host, path, ssh: false };
      case 'ssh:':
        return { host: parsed.hostname, path, ssh: true };
      default:
        return undefined;
    }
  } catch {
    return undefined;
  }
}
