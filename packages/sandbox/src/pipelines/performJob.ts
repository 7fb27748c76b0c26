import { applyEffects } from './effects/applyEffects';
import { readScript } from './effects/readScript';
import { logEnd, logResults, logScript, mask } from './jobLog';
import type { CiJob, CiPipeline } from './model';
import type { PipelinesOptions } from './PipelinesOptions';
import { pipelineVariables } from './pipelineVariables';
import { jobVariables } from './predefinedVariables';

export interface JobOutcome {
  readonly failed: boolean;
  /** Goes on where the log stands. */
  readonly log: string;
}

/**
 * Does to Git and to the image registry what a job's script would, without running it. A first attempt fails when the commit
 * message asks for it by `[fail:<job>]`; else only what the real tools would refuse is a failure.
 */
export async function performJob(
  options: PipelinesOptions,
  pipeline: CiPipeline,
  job: CiJob,
): Promise<JobOutcome> {
  const {
    git,
    images,
    imageRepositories,
    parameters,
    projects,
    clock,
    baseUrl,
  } = options;
  const repository = projects.get(pipeline.projectId).fullPath;
  const commit = await git.commit(repository, pipeline.sha);
  const { predefined, overriding, secrets } = await pipelineVariables(
    options,
    pipeline,
    commit,
  );
  const script = await readScript(git, repository, job.script, {
    variables: {
      ...predefined,
      ...jobVariables(job, clock.now()),
      ...job.variables,
      ...overriding,
    },
    sha: pipeline.sha,
    branch: pipeline.ref,
    now: clock.now(),
    repositoryOfUrl: url =>
      projectPathOf(url, baseUrl, path => projects.find(path)?.fullPath),
    world: {
      hasImage: ref => images.has(ref),
      hasImageRepository: name => imageRepositories.has(name),
      hasParameter: name => parameters.get(name) !== undefined,
    },
  });
  const written = logScript(script);
  const end = (results: readonly string[], failure?: string): JobOutcome => ({
    failed: failure !== undefined,
    log: mask(written + logResults(results) + logEnd(failure), secrets),
  });
  const attempts = pipeline.jobs.filter(({ name }) => name === job.name).length;
  if (attempts === 1 && commit.message.includes(`[fail:${job.name}]`)) {
    return end(
      [],
      `the commit message asks for it by [fail:${job.name}]; a retry succeeds`,
    );
  }
  try {
    const now = () => clock.now();
    return end(
      await applyEffects(script.effects, {
        git,
        images,
        imageRepositories,
        parameters,
        repository,
        sha: pipeline.sha,
        now,
      }),
      script.failed ? 'exit code 1' : undefined,
    );
  } catch (error) {
    return end([], error instanceof Error ? error.message : String(error));
  }
}

function projectPathOf(
  url: string,
  baseUrl: string,
  find: (path: string) => string | undefined,
): string | undefined {
  if (!URL.canParse(url)) {
    return undefined;
  }
  const { host, pathname } = new URL(url);
  return host === new URL(baseUrl).host
    ? find(pathname.replace(/^\//, '').replace(/\.git$/, ''))
    : undefined;
}
