import path from 'node:path';
import { loadConfigSchema } from '@backstage/config-loader';
import type { JsonObject } from '@backstage/types';
import { parse } from 'yaml';
import { repositoryRoot } from './findSnippets';

/** What is wrong with a piece of configuration, and which secrets it holds. */
export interface CheckedConfig {
  readonly problems: readonly string[];
  /** Every value that the schema calls a secret, as written. */
  readonly secrets: readonly string[];
}

// What the schema wants of every whole configuration; a snippet is laid on top of it.
const smallestConfig: JsonObject = {
  app: { baseUrl: 'http://localhost:3000' },
  backend: {
    baseUrl: 'http://localhost:7007',
    listen: ':7007',
    database: { client: 'better-sqlite3', connection: ':memory:' },
  },
};

/**
 * Checks configuration as `backstage-cli config:check --strict` does, with the schemas of the app, the backend, the modules
 * that the documentation adds, and all that they use.
 */
export async function loadAppConfigChecker(): Promise<
  (yaml: string) => CheckedConfig
> {
  const schema = await loadConfigSchema({
    dependencies: [],
    packagePaths: ['packages/app', 'packages/backend', 'test'].map(folder =>
      path.join(repositoryRoot, folder, 'package.json'),
    ),
    noUndeclaredProperties: true,
  });
  return yaml => {
    const configs = [
      { context: 'smallest', data: smallestConfig },
      { context: 'snippet', data: parse(yaml) as JsonObject },
    ];
    try {
      schema.process(configs);
    } catch (error) {
      return { problems: messagesOf(error), secrets: [] };
    }
    const secrets = schema
      .process(configs, { visibility: ['secret'] })
      .filter(({ context }) => context === 'snippet')
      .flatMap(({ data }) => stringsIn(data));
    return { problems: [], secrets };
  };
}

function messagesOf(error: unknown): readonly string[] {
  return error instanceof Error &&
    'messages' in error &&
    Array.isArray(error.messages)
    ? error.messages.map(String)
    : [String(error)];
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') {
    return [value];
  }
  return value && typeof value === 'object'
    ? Object.values(value).flatMap(stringsIn)
    : [];
}
