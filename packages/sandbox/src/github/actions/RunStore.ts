import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { JsonFile } from '../../state';
import { runSchema, type WorkflowJob, type WorkflowRun } from './model';

/** Older runs of a repository are forgotten. */
const KEPT_PER_REPOSITORY = 100;

/** Runs in memory, and in one file per repository. */
export class RunStore {
  readonly #runs = new Map<number, WorkflowRun>();
  readonly #files = new Map<number, JsonFile<readonly WorkflowRun[]>>();
  #lastRunId = 0;
  #lastJobId = 0;

  constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true });
    const names = readdirSync(directory).filter(name =>
      /^\d+\.json$/.test(name),
    );
    for (const name of names) {
      const found =
        JsonFile.read(join(directory, name), z.array(runSchema).parse) ?? [];
      for (const run of found) {
        this.#runs.set(run.id, run);
        this.#lastRunId = Math.max(this.#lastRunId, run.id);
        this.#lastJobId = Math.max(
          this.#lastJobId,
          ...run.jobs.map(({ id }) => id),
        );
      }
    }
  }

  nextRunId(): number {
    this.#lastRunId += 1;
    return this.#lastRunId;
  }

  nextJobId(): number {
    this.#lastJobId += 1;
    return this.#lastJobId;
  }

  nextNumber(repositoryId: number, path: string): number {
    const numbers = this.list(repositoryId)
      .filter(run => run.path === path)
      .map(({ number }) => number);
    return Math.max(0, ...numbers) + 1;
  }

  /** Newest first. */
  list(repositoryId: number): readonly WorkflowRun[] {
    return this.all()
      .filter(run => run.repositoryId === repositoryId)
      .sort((a, b) => b.id - a.id);
  }

  all(): readonly WorkflowRun[] {
    return [...this.#runs.values()];
  }

  /** Throws `NotFoundError`. */
  get(repositoryId: number, runId: number): WorkflowRun {
    const found = this.#runs.get(runId);
    if (found?.repositoryId !== repositoryId) {
      throw new NotFoundError('Not Found');
    }
    return found;
  }

  /** Throws `NotFoundError`. */
  getJob(
    repositoryId: number,
    jobId: number,
  ): { readonly run: WorkflowRun; readonly job: WorkflowJob } {
    for (const run of this.list(repositoryId)) {
      const job = run.jobs.find(({ id }) => id === jobId);
      if (job) {
        return { run, job };
      }
    }
    throw new NotFoundError('Not Found');
  }

  put(run: WorkflowRun): void {
    this.#runs.set(run.id, run);
    const all = this.list(run.repositoryId);
    if (all.length > KEPT_PER_REPOSITORY) {
      this.#runs.delete(all[all.length - 1].id);
    }
    this.#fileOf(run.repositoryId).save();
  }

  removeRepository(repositoryId: number): void {
    this.#files.get(repositoryId)?.close();
    this.#files.delete(repositoryId);
    for (const { id } of this.list(repositoryId)) {
      this.#runs.delete(id);
    }
    rmSync(join(this.directory, `${repositoryId}.json`), { force: true });
  }

  close(): void {
    this.#files.forEach(file => file.close());
  }

  #fileOf(repositoryId: number): JsonFile<readonly WorkflowRun[]> {
    const file =
      this.#files.get(repositoryId) ??
      new JsonFile(
        join(this.directory, `${repositoryId}.json`),
        () => [...this.list(repositoryId)].reverse(),
        250,
      );
    this.#files.set(repositoryId, file);
    return file;
  }
}
