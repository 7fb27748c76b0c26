import type { JobEffect } from '../model';
import { recogniseScript, type ScriptContext } from '../recogniseScript';

export const sha = '0123456789abcdef0123456789abcdef01234567';

const variables = {
  CI_PROJECT_DIR: '/builds/demo/orders',
  CI_COMMIT_SHORT_SHA: '01234567',
  CI_REGISTRY_IMAGE: 'registry.localhost/demo/orders',
  APP_NAME: 'orders',
  ENVIRONMENT: 'dev',
};

/** Follows a script in a job of `demo/orders`. */
export function recognise(
  script: readonly string[],
  over: Partial<ScriptContext> & {
    readonly repository?: Readonly<Record<string, string>>;
  } = {},
) {
  const { repository, ...context } = over;
  return recogniseScript(script, {
    sha,
    branch: 'main',
    now: new Date('2026-03-04T05:06:07Z'),
    repositoryOfUrl: url =>
      url.includes('127.0.0.1')
        ? new URL(url).pathname.slice(1).replace('.git', '')
        : undefined,
    ...(repository && {
      files: {
        paths: Object.keys(repository),
        text: path => repository[path],
      },
    }),
    ...context,
    variables: { ...variables, ...context.variables },
  });
}

/** Effects in short: images by reference, pushes with what they would edit. */
export function brief(effects: readonly JobEffect[]): readonly string[] {
  return effects.map(effect => {
    switch (effect.type) {
      case 'image':
        return effect.ref;
      case 'imageRepository':
        return `repository ${effect.name}`;
      case 'parameter':
        return `parameter ${effect.name}`;
      default:
        return `${effect.repository ?? 'own'}@${effect.branch}: ${effect.commits
          .map(
            ({ message, edits }) =>
              `${message} (${edits.map(edit => ('directory' in edit ? edit.directory : edit.file)).join(', ')})`,
          )
          .join('; ')}`;
    }
  });
}
