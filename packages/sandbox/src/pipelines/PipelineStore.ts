import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { JsonFile } from '../state';
import { pipelineSchema, type CiJob, type CiPipeline } from './model';

/** Older pipelines of a project are forgotten. */
const KEPT_PER_PROJECT = 100;

/** Pipelines in memory, and in one file per project. */
export class PipelineStore {
  readonly #projects = new Map<number, Map<number, CiPipeline>>();
  readonly #files = new Map<number, JsonFile<readonly CiPipeline[]>>();
  #lastPipelineId = 0;
  #lastJobId = 0;

  constructor(private readonly directory: string) {
    mkdirSync(directory, { recursive: true });
    for (const name of readdirSync(directory)) {
      const projectId = Number(/^(\d+)\.json$/.exec(name)?.[1]);
      const found = projectId
        ? JsonFile.read(join(directory, name), z.array(pipelineSchema).parse)
        : undefined;
      for (const pipeline of found ?? []) {
        this.#pipelinesOf(projectId).set(pipeline.id, pipeline);
        this.#lastPipelineId = Math.max(this.#lastPipelineId, pipeline.id);
        this.#lastJobId = Math.max(
          this.#lastJobId,
          ...pipeline.jobs.map(({ id }) => id),
        );
      }
    }
  }

  nextPipelineId(): number {
    this.#lastPipelineId += 1;
    return this.#lastPipelineId;
  }

  nextJobId(): number {
    this.#lastJobId += 1;
    return this.#lastJobId;
  }

  nextIid(projectId: number): number {
    return Math.max(0, ...this.list(projectId).map(({ iid }) => iid)) + 1;
  }

  /** Newest first. */
  list(projectId: number): readonly CiPipeline[] {
    return [...(this.#projects.get(projectId)?.values() ?? [])].sort(
      (a, b) => b.id - a.id,
    );
  }

  all(): readonly CiPipeline[] {
    return [...this.#projects.values()].flatMap(pipelines => [
      ...pipelines.values(),
    ]);
  }

  find(pipelineId: number): CiPipeline | undefined {
    for (const pipelines of this.#projects.values()) {
      const found = pipelines.get(pipelineId);
      if (found) {
        return found;
      }
    }
    return undefined;
  }

  /** Throws `NotFoundError`. */
  get(projectId: number, pipelineId: number): CiPipeline {
    const found = this.#projects.get(projectId)?.get(pipelineId);
    if (!found) {
      throw new NotFoundError('404 Not found');
    }
    return found;
  }

  /** Throws `NotFoundError`. */
  getJob(
    projectId: number,
    jobId: number,
  ): { readonly pipeline: CiPipeline; readonly job: CiJob } {
    for (const pipeline of this.#projects.get(projectId)?.values() ?? []) {
      const job = pipeline.jobs.find(({ id }) => id === jobId);
      if (job) {
        return { pipeline, job };
      }
    }
    throw new NotFoundError('404 Not found');
  }

  put(pipeline: CiPipeline): void {
    const pipelines = this.#pipelinesOf(pipeline.projectId);
    pipelines.set(pipeline.id, pipeline);
    if (pipelines.size > KEPT_PER_PROJECT) {
      pipelines.delete(Math.min(...pipelines.keys()));
    }
    this.#fileOf(pipeline.projectId).save();
  }

  removeProject(projectId: number): void {
    this.#files.get(projectId)?.close();
    this.#files.delete(projectId);
    this.#projects.delete(projectId);
    rmSync(join(this.directory, `${projectId}.json`), { force: true });
  }

  close(): void {
    this.#files.forEach(file => file.close());
  }

  #pipelinesOf(projectId: number): Map<number, CiPipeline> {
    const pipelines =
      this.#projects.get(projectId) ?? new Map<number, CiPipeline>();
    this.#projects.set(projectId, pipelines);
    return pipelines;
  }

  #fileOf(projectId: number): JsonFile<readonly CiPipeline[]> {
    const file =
      this.#files.get(projectId) ??
      new JsonFile(
        join(this.directory, `${projectId}.json`),
        () => [...this.list(projectId)].reverse(),
        250,
      );
    this.#files.set(projectId, file);
    return file;
  }
}
