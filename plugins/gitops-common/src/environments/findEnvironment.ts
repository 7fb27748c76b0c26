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
 * of its name, else by the end of its destination namespace. Only whole words count: `stage` is not `staging`. A label is
 * final: one that names no configured environment gives undefined, not a guess.
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
    ...(source.helmValueFiles ?? []).map(wordOfValuesFile),
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

function wordOfValuesFile(file: string): string | undefined {
  return /(?:^|\/)values-([^/]+)\.ya?ml$/.exec(file)?.[1];
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
