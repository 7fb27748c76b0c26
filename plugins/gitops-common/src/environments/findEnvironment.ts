import type { Application, Environment } from '../model';

/** @public */
export interface FindEnvironmentOptions {
  /** Key of the label that names an application's environment. Default: `gitops/environment`. */
  readonly label?: string;
}

/** Default of `gitops.environmentLabel`. @public */
export const defaultEnvironmentLabel = 'gitops/environment';

/**
 * The configured environment that an application belongs to: by label, else by overlay folder or values file, else by the end
 * of its name, else by the end of its destination namespace. Only whole words count: `stage` is not `staging`, but in the names
 * of values files. A label is final: one that names no configured environment gives undefined, not a guess.
 * @public
 */
export function findEnvironment(
  application: Application,
  environments: readonly Environment[],
  options: FindEnvironmentOptions = {},
): string | undefined {
  const names = environments.map(environment => environment.name);
  const label =
    application.labels[options.label ?? defaultEnvironmentLabel]?.trim();
  if (label) {
    return names.find(name => name === label);
  }
  return (
    bySources(application, names) ??
    bySuffix(application.id.name, names) ??
    bySuffix(application.destination.namespace, names)
  );
}

function bySources(
  application: Application,
  names: readonly string[],
): string | undefined {
  const words = application.sources.flatMap(source => [
    ...foldersBelowOverlays(source.path),
    ...(source.helmValueFiles ?? []).map(file => nameOfValuesFile(file, names)),
  ]);
  const found = new Set(names.filter(name => words.includes(name)));
  const [only] = found;
  return found.size === 1 ? only : undefined;
}

function foldersBelowOverlays(path: string | undefined): readonly string[] {
  const folders = (path ?? '').split('/');
  const overlays = folders.indexOf('overlays');
  return overlays < 0 ? [] : folders.slice(overlays + 1);
}

/** What values files call the usual environments, for short. */
const shortNames: Readonly<Record<string, string>> = {
  development: 'dev',
  staging: 'stage',
  production: 'prod',
};

/** The environment of `values-<name>.yaml`; `stage` is `staging` there, unless an environment is called just that. */
function nameOfValuesFile(
  file: string,
  names: readonly string[],
): string | undefined {
  const word = /(?:^|\/)values-([^/]+)\.ya?ml$/.exec(file)?.[1];
  return (
    names.find(name => name === word) ??
    names.find(name => word && shortNames[name] === word)
  );
}

function bySuffix(
  text: string | undefined,
  names: readonly string[],
): string | undefined {
  return names
    .filter(name => text === name || text?.endsWith(`-${name}`))
    .reduce<string | undefined>(
      (best, name) => (best && best.length >= name.length ? best : name),
      undefined,
    );
}
