import { z } from 'zod';
import { yamlFile } from '../yamlFiles';

const linesSchema = z
  .union([z.string(), z.array(z.string())])
  .transform(lines => [lines].flat());

const jobSchema = z
  .object({
    extends: linesSchema.optional(),
    before_script: linesSchema.optional(),
    script: linesSchema.optional(),
    after_script: linesSchema.optional(),
    variables: z.record(z.string()).optional(),
  })
  .passthrough();

type JobConfig = z.infer<typeof jobSchema>;

/** A job as a runner gets it: with all that it extends. */
export interface CiJob {
  /** The runner joins the lines in this way. */
  readonly script: string;
  /** As written: they may name other variables. */
  readonly variables: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, unknown>>;
}

const configFile = /^(?:\.gitlab-ci|(?:apps\/[^/]+\/)?ci\/[^/]+)\.yml$/;

/** The jobs, and job templates, of a repository's GitLab files by name. */
export function ciJobs(
  files: ReadonlyMap<string, string>,
): ReadonlyMap<string, CiJob> {
  const configs = new Map(
    [...files.keys()]
      .filter(file => configFile.test(file))
      .flatMap(file =>
        Object.entries(z.record(z.unknown()).parse(yamlFile(files, file))),
      )
      .flatMap(([name, value]) => {
        const { success, data } = jobSchema.safeParse(value);
        return success ? [[name, data] as const] : [];
      }),
  );
  const resolve = (name: string): JobConfig => {
    const config = configs.get(name);
    if (!config) {
      throw new Error(`There is no job ${name}`);
    }
    return [...(config.extends ?? []).map(resolve), config].reduce(
      (merged, next) => ({
        ...merged,
        ...next,
        variables: { ...merged.variables, ...next.variables },
      }),
    );
  };
  return new Map(
    [...configs.keys()].map(name => {
      const config = resolve(name);
      return [
        name,
        {
          script: [
            ...(config.before_script ?? []),
            ...(config.script ?? []),
            ...(config.after_script ?? []),
          ].join('\n'),
          variables: config.variables ?? {},
          config,
        },
      ];
    }),
  );
}
