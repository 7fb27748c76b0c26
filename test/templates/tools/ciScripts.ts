import { ciJobs } from './ciJobs';

/** The shell of each job or job template of a repository's GitLab files, joined as the runner joins it. */
export function ciScripts(
  files: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  return new Map(
    [...ciJobs(files)].flatMap(([name, { script }]) =>
      script ? [[name, script] as const] : [],
    ),
  );
}
