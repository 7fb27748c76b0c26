import type { RepositoryAddress } from './parseRepositoryAddress';

/**
 * The configured host that an address leads to. An SSH address names a machine, not a web server, so there the host is compared
 * without its port.
 * @public
 */
export function integrationAt<
  T extends { readonly config: { readonly host: string } },
>(integrations: readonly T[], { host, ssh }: RepositoryAddress): T | undefined {
  return integrations.find(
    ({ config }) =>
      (ssh ? config.host.replace(/:\d+$/, '') : config.host) === host,
  );
}
