import { z } from 'zod';
import { yamlFile } from '../yamlFiles';

const linesSchema = z
  .union([z.string(), z.array(z.string())])
  .transform(lines => [lines].flat());

const jobSchema = z.object({
  before_script: linesSchema.optional(),
  script: linesSchema.optional(),
  after_script: linesSchema.optional(),
});

/** The shell of each job or job template of a repository's GitLab files, joined as the runner joins it. */
export function ciScripts(
  files: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const scripts = [...files.keys()]
    .filter(file => /^(\.gitlab-ci|ci\/.*)\.yml$/.test(file))
    .flatMap(file =>
      Object.entries(z.record(z.unknown()).parse(yamlFile(files, file))),
    )
    .flatMap(([job, config]) => {
      const { success, data } = jobSchema.safeParse(config);
      const lines = success
        ? [
            ...(data.before_script ?? []),
            ...(data.script ?? []),
            ...(data.after_script ?? []),
          ]
        : [];
      return lines.length > 0 ? [[job, lines.join('\n')] as const] : [];
    });
  return new Map(scripts);
}
