import { readFileSync } from 'node:fs';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type {
  ArgocdCredentials,
  ArgocdInstanceConfig,
} from './ArgocdInstanceConfig';

/**
 * Reads `argocd.appLocatorMethods[type: config].instances[]`; empty when nothing is configured.
 * Throws one `InputError` with every problem and its config path.
 * @public
 */
export function readArgocdInstances(
  config: Config,
): readonly ArgocdInstanceConfig[] {
  const problems: string[] = [];
  const shared = attempt(problems, () =>
    readLogin(config, 'argocd.', problems),
  );
  const instances: ArgocdInstanceConfig[] = [];
  const paths = new Map<string, string>();

  const methods =
    attempt(problems, () =>
      config.getOptionalConfigArray('argocd.appLocatorMethods'),
    ) ?? [];
  methods.forEach((method, m) => {
    const methodPath = `argocd.appLocatorMethods[${m}]`;
    const type = attempt(problems, () => method.getString('type'));
    if (type !== undefined && type !== 'config') {
      problems.push(
        `${methodPath}.type is “${type}”; only “config” is supported`,
      );
    }
    const entries =
      type === 'config'
        ? attempt(problems, () => method.getOptionalConfigArray('instances'))
        : undefined;
    entries?.forEach((entry, i) => {
      const path = `${methodPath}.instances[${i}]`;
      const instance = readInstance(entry, path, shared, problems);
      if (!instance) return;
      const other = paths.get(instance.name);
      if (other) {
        problems.push(`${path}.name “${instance.name}” is taken by ${other}`);
        return;
      }
      paths.set(instance.name, path);
      instances.push(instance);
    });
  });

  if (problems.length > 0) {
    throw new InputError(
      `Argo CD is not configured correctly:\n${problems.map(p => `- ${p}`).join('\n')}`,
    );
  }
  return instances;
}

function readInstance(
  config: Config,
  path: string,
  shared: ArgocdCredentials | undefined,
  problems: string[],
): ArgocdInstanceConfig | undefined {
  const name = attempt(problems, () => config.getString('name'));
  const url = readUrl(config, 'url', path, problems);
  const frontendUrl = config.has('frontendUrl')
    ? readUrl(config, 'frontendUrl', path, problems)
    : undefined;
  const tls = readTls(config, path, problems);
  const before = problems.length;
  const credentials =
    readToken(config, path, problems) ??
    readLogin(config, `${path}.`, problems) ??
    shared;
  if (!credentials && problems.length === before) {
    problems.push(
      `${path} needs token, or username and password (here or as argocd.username and argocd.password)`,
    );
  }
  if (name === undefined || url === undefined || !credentials) return undefined;
  return { name, url, ...(frontendUrl && { frontendUrl }), credentials, tls };
}

function readUrl(
  config: Config,
  key: string,
  path: string,
  problems: string[],
): string | undefined {
  const value = attempt(problems, () => config.getString(key));
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    problems.push(`${path}.${key} must be an http or https URL`);
    return undefined;
  }
  if (url.username || url.password || url.search || url.hash) {
    problems.push(
      `${path}.${key} must not carry credentials, a query or a fragment`,
    );
    return undefined;
  }
  return url.href.replace(/\/+$/, '');
}

function readToken(
  config: Config,
  path: string,
  problems: string[],
): ArgocdCredentials | undefined {
  const token = attempt(problems, () =>
    config.getOptionalString('token'),
  )?.trim();
  if (token === undefined) return undefined;
  // fetch would refuse such a header with an error that quotes the token
  if (!/^[\x21-\x7e]+$/.test(token)) {
    problems.push(`${path}.token must be one word of printable characters`);
    return undefined;
  }
  return { type: 'token', token };
}

function readLogin(
  config: Config,
  prefix: string,
  problems: string[],
): ArgocdCredentials | undefined {
  const inside = prefix === 'argocd.' ? prefix : '';
  const username = attempt(problems, () =>
    config.getOptionalString(`${inside}username`),
  );
  const password = attempt(problems, () =>
    config.getOptionalString(`${inside}password`),
  );
  if (username === undefined && password === undefined) return undefined;
  if (username === undefined || password === undefined) {
    const missing = username === undefined ? 'username' : 'password';
    problems.push(
      `${prefix}${missing} is missing: username and password come together`,
    );
    return undefined;
  }
  return { type: 'login', username, password };
}

function readTls(
  config: Config,
  path: string,
  problems: string[],
): ArgocdInstanceConfig['tls'] {
  const rejectUnauthorized =
    attempt(problems, () =>
      config.getOptionalBoolean('tls.rejectUnauthorized'),
    ) ?? true;
  const inline = attempt(problems, () => config.getOptionalString('tls.ca'));
  const file = attempt(problems, () => config.getOptionalString('tls.caFile'));
  if (inline !== undefined && file !== undefined) {
    problems.push(`${path}.tls takes ca or caFile, not both`);
  }
  let ca = inline;
  if (ca === undefined && file !== undefined) {
    try {
      ca = readFileSync(file, 'utf8');
    } catch {
      problems.push(`${path}.tls.caFile cannot be read: ${file}`);
    }
  }
  return { rejectUnauthorized, ...(ca !== undefined && { ca }) };
}

/** Config readers throw errors that name the path of the value; they are collected instead. */
function attempt<T>(problems: string[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
