import type { Entity } from '@backstage/catalog-model';
import type {
  PipelineJob,
  PipelineRun,
  ProjectRef,
} from '@slipway/plugin-gitops-common';
import type { PipelineProvider } from '../ports';
import { eventually } from './eventually';

/**
 * What the suite does to the other side. Every project's pipeline has the stage `test` with the job `unit`, which runs by
 * itself, and then the stage `ship` with the job `release`, which a person starts and which holds the pipeline up.
 * @public
 */
export interface PipelineProviderWorld {
  /** A new project with a name of its own and nothing in its history that started a pipeline. */
  createProject(options?: {
    readonly defaultBranch?: string;
  }): Promise<ProjectRef>;
  /** Adds a commit to the default branch; resolves to its full SHA. It starts a pipeline unless the message says `[skip ci]`. */
  pushCommit(project: ProjectRef, message: string): Promise<string>;
  /** Makes `unit` fail when it runs next. */
  failNextPipeline?(project: ProjectRef): Promise<void>;
  /** A project that does not exist, at the host of the others. */
  unknownProject(): ProjectRef;
  /** Annotations that lead from an entity to the project. */
  annotationsOf(project: ProjectRef): Readonly<Record<string, string>>;
}

/** Names of cases that an implementation may leave out. @public */
export type PipelineProviderCase =
  'defaultBranch' | 'retry' | 'skippedCommits' | 'manualJobs';

/** @public */
export interface PipelineProviderContractOptions {
  /** Called once; `tearDown` once at the end. */
  setUp(): Promise<{
    readonly provider: PipelineProvider;
    readonly world: PipelineProviderWorld;
    tearDown?(): Promise<void>;
  }>;
  /** Milliseconds that the other side may take to move a pipeline on; 15,000 by default. */
  readonly patience?: number;
  /** Cases that cannot run here, each with the reason, which the report shows. */
  readonly skip?: Readonly<Partial<Record<PipelineProviderCase, string>>>;
}

/**
 * What every `PipelineProvider` promises, as tests. Uses the test runner's globals (`describe`, `it`, `expect`).
 * @public
 */
export function pipelineProviderContract(
  name: string,
  options: PipelineProviderContractOptions,
): void {
  const patience = options.patience ?? 15_000;
  const until = <T>(
    read: () => Promise<T>,
    isReached: (value: T) => boolean,
  ): Promise<T> => eventually(read, isReached, patience);
  const test = (title: string, run: () => Promise<void>) =>
    it(title, run, patience * 3);
  const testCase = (
    id: PipelineProviderCase,
    title: string,
    run: () => Promise<void>,
  ) => {
    const reason = options.skip?.[id];
    return reason ? it.skip(`${title} (${reason})`, run) : test(title, run);
  };

  describe(`${name} keeps the contract of a pipeline provider`, () => {
    let provider: PipelineProvider;
    let world: PipelineProviderWorld;
    let tearDown: (() => Promise<void>) | undefined;

    beforeAll(async () => {
      ({ provider, world, tearDown } = await options.setUp());
    }, patience * 3);
    afterAll(async () => tearDown?.());

    const latestOf = async (project: ProjectRef) =>
      (await provider.latest([project]))[0];
    const newestOf = async (project: ProjectRef) =>
      (await provider.recent(project, { limit: 1 }))[0];
    const waitingForAPerson = (run: PipelineRun | undefined) =>
      run?.status === 'manual';

    test('finds the project that an entity names, and none where nothing is named', async () => {
      const project = await world.createProject();
      expect(provider.projectOf(entity(world.annotationsOf(project)))).toEqual(
        project,
      );
      expect(provider.projectOf(entity({}))).toBeUndefined();
    });

    test('answers in the order of the projects, with undefined for those without a pipeline', async () => {
      const [first, second, empty] = [
        await world.createProject(),
        await world.createProject(),
        await world.createProject(),
      ];
      const firstSha = await world.pushCommit(first, 'One');
      const secondSha = await world.pushCommit(second, 'Two');
      const runs = await until(
        () =>
          provider.latest([
            second,
            world.unknownProject(),
            empty,
            first,
            second,
          ]),
        found => [0, 3].every(index => found[index] !== undefined),
      );
      expect(runs.map(run => run?.sha)).toEqual([
        secondSha,
        undefined,
        undefined,
        firstSha,
        secondSha,
      ]);
      expect(runs[0]?.project).toEqual(second);
    });

    test('asks nothing of anybody when there are no projects', async () => {
      await expect(provider.latest([])).resolves.toEqual([]);
    });

    test('shows the newest commit with its author and first line', async () => {
      const project = await world.createProject();
      await world.pushCommit(project, 'Older');
      const sha = await world.pushCommit(project, 'Newer\n\nWith a body.');
      const run = await until(
        () => latestOf(project),
        found => found?.sha === sha,
      );
      expect(run).toMatchObject({
        ref: expect.stringMatching(/./),
        label: expect.stringMatching(/./),
        commit: { sha, title: 'Newer', authorName: expect.stringMatching(/./) },
      });
      expect(Date.parse(run?.createdAt ?? '')).not.toBeNaN();
      expect(Date.parse(run?.commit?.authoredAt ?? '')).not.toBeNaN();
      expect(run?.stages).toBeUndefined();
    });

    test('lists recent runs newest first, within the limit, the first with its stages', async () => {
      const project = await world.createProject();
      const shas: string[] = [];
      for (const message of ['One', 'Two', 'Three']) {
        shas.unshift(await world.pushCommit(project, message));
      }
      const runs = await until(
        () => provider.recent(project, { limit: 10 }),
        found => found.length === 3,
      );
      expect(runs.map(run => run.sha)).toEqual(shas);
      expect(runs.map(run => run.commit?.title)).toEqual([
        'Three',
        'Two',
        'One',
      ]);
      expect(
        runs[0].stages?.map(stage => [stage.name, jobNames(stage.jobs)]),
      ).toEqual([
        ['test', ['unit']],
        ['ship', ['release']],
      ]);
      const limited = await provider.recent(project, { limit: 2 });
      expect(limited.map(run => run.sha)).toEqual(shas.slice(0, 2));
    });

    testCase(
      'defaultBranch',
      'follows the project’s own default branch',
      async () => {
        const project = await world.createProject({ defaultBranch: 'trunk' });
        const sha = await world.pushCommit(project, 'On the trunk');
        const latest = await until(
          () => latestOf(project),
          run => run !== undefined,
        );
        expect(latest).toMatchObject({ ref: 'trunk', sha });
        expect(await newestOf(project)).toMatchObject({ ref: 'trunk', sha });
      },
    );

    testCase(
      'skippedCommits',
      'is not blinded by commits that skip the pipeline',
      async () => {
        const project = await world.createProject();
        const sha = await world.pushCommit(project, 'A change');
        await until(
          () => latestOf(project),
          run => run?.sha === sha,
        );
        for (let release = 0; release < 7; release++) {
          await world.pushCommit(project, `Release ${release} [skip ci]`);
        }
        expect(await latestOf(project)).toMatchObject({ sha });
        const recent = await provider.recent(project, { limit: 3 });
        expect(recent.map(run => run.sha)).toEqual([sha]);
      },
    );

    testCase(
      'manualJobs',
      'lets a person start a manual job, once',
      async () => {
        const project = await world.createProject();
        await world.pushCommit(project, 'To be released');
        const before = await until(() => newestOf(project), waitingForAPerson);
        expect(before).toMatchObject({ currentStage: 'ship' });
        const release = jobOf(before, 'release');
        expect(release).toMatchObject({ status: 'manual', playable: true });
        expect(jobOf(before, 'unit')).toMatchObject({
          status: 'success',
          playable: false,
        });

        await provider.run(project, { type: 'play', jobId: release.id });
        const after = await until(
          () => newestOf(project),
          run => jobOf(run, 'release').status !== 'manual',
        );
        expect(jobOf(after, 'release').playable).toBe(false);
        const done = await until(
          () => latestOf(project),
          run => run?.status === 'success',
        );
        expect(done?.currentStage).toBeUndefined();
      },
    );

    testCase('retry', 'says where a run failed, and retries it', async () => {
      const project = await world.createProject();
      if (!world.failNextPipeline) {
        throw new Error('This world cannot fail a pipeline: skip “retry”');
      }
      await world.failNextPipeline(project);
      await world.pushCommit(project, 'Breaks');
      const failed = await until(
        () => latestOf(project),
        run => run?.status === 'failed',
      );
      expect(failed?.currentStage).toBe('test');
      const seen = await newestOf(project);
      expect(jobOf(seen, 'unit')).toMatchObject({
        status: 'failed',
        retryable: true,
      });

      await provider.run(project, {
        type: 'retry',
        pipelineId: failed?.id ?? '',
      });
      const retried = await until(() => newestOf(project), waitingForAPerson);
      expect(retried.id).toBe(failed?.id);
      // Only the newest try of a job counts.
      expect(retried.stages?.flatMap(stage => jobNames(stage.jobs))).toEqual([
        'unit',
        'release',
      ]);
    });

    test('rejects what does not exist', async () => {
      const project = await world.createProject();
      const notFound = expect.objectContaining({ name: 'NotFoundError' });
      await expect(
        provider.recent(world.unknownProject(), { limit: 1 }),
      ).rejects.toEqual(notFound);
      await expect(
        provider.run(project, { type: 'play', jobId: '987654321' }),
      ).rejects.toEqual(notFound);
      await expect(
        provider.run(project, { type: 'retry', pipelineId: '987654321' }),
      ).rejects.toEqual(notFound);
    });

    test('stops when the caller no longer waits', async () => {
      const project = await world.createProject();
      const signal = AbortSignal.abort();
      const aborted = expect.objectContaining({ name: 'AbortError' });
      await expect(provider.latest([project], { signal })).rejects.toEqual(
        aborted,
      );
      await expect(
        provider.recent(project, { limit: 1, signal }),
      ).rejects.toEqual(aborted);
    });
  });
}

function entity(annotations: Readonly<Record<string, string>>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'a-component', annotations: { ...annotations } },
  };
}

function jobNames(jobs: readonly PipelineJob[]): string[] {
  return jobs.map(job => job.name);
}

function jobOf(run: PipelineRun, name: string): PipelineJob {
  const job = run.stages
    ?.flatMap(stage => stage.jobs)
    .find(candidate => candidate.name === name);
  if (!job) {
    throw new Error(`Run ${run.label} has no job “${name}”`);
  }
  return job;
}
