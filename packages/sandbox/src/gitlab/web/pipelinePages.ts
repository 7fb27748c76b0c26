import type { Response } from 'express';
import { isRetryable, type CiJob, type CiPipeline } from '../../pipelines';
import { ansiToHtml } from '../../web/ansi';
import { empty, table, time } from '../../web/elements';
import { button, html, type Html } from '../../web/html';
import { secondsBetween } from '../api/present';
import type { GitlabServices } from '../GitlabServices';
import { encodePath } from '../links';
import type { Project } from '../model/Projects';
import { badge, sendPage } from './page';

const MOVING = ['created', 'pending', 'running'];

/** True while it changes by itself. */
export function isMoving({ status }: Pick<CiPipeline, 'status'>): boolean {
  return MOVING.includes(status);
}

/** `/-/pipelines`. */
export async function pipelinesPage(
  services: GitlabServices,
  project: Project,
  res: Response,
): Promise<void> {
  const { pipelines, git } = services;
  const found = pipelines.list(project.id).slice(0, 50);
  const rows = await Promise.all(
    found.map(async pipeline => {
      const commit = await git
        .commit(project.fullPath, pipeline.sha)
        .catch(() => undefined);
      return [
        badge(pipeline.status),
        html`<a
          href="/${encodePath(project.fullPath)}/-/pipelines/${pipeline.id}"
          >#${pipeline.id}</a
        >`,
        pipeline.ref,
        html`${commitLink(project, pipeline.sha)} ${commit?.title}`,
        time(pipeline.createdAt),
        duration(pipeline),
      ];
    }),
  );
  const heads = [
    'Status',
    'Pipeline',
    'Branch',
    'Commit',
    'Created',
    'Duration',
  ];
  sendPage(res, {
    title: 'Pipelines',
    project,
    body:
      rows.length > 0
        ? table(heads, rows)
        : empty(
            'No pipelines yet: the first push that has a .gitlab-ci.yml starts one.',
          ),
    refresh: found.some(isMoving) ? 2 : undefined,
  });
}

/** `/-/pipelines/<id>`. */
export async function pipelinePage(
  { git }: GitlabServices,
  project: Project,
  pipeline: CiPipeline,
  res: Response,
): Promise<void> {
  const commit = await git
    .commit(project.fullPath, pipeline.sha)
    .catch(() => undefined);
  const stages = pipeline.stages.map(
    stage =>
      html`<section class="stage">
        <h2>${stage}</h2>
        <ul>
          ${pipeline.jobs
            .filter(job => job.stage === stage && !job.retried)
            .map(
              job =>
                html`<li>
                  <a href="/${encodePath(project.fullPath)}/-/jobs/${job.id}"
                    >${job.name}</a
                  >${badge(job.status)}
                </li>`,
            )}
        </ul>
      </section>`,
  );
  sendPage(res, {
    title: `Pipeline #${pipeline.id}`,
    project,
    body: html` <p>
        ${badge(pipeline.status)} for ${pipeline.ref} at
        ${commitLink(project, pipeline.sha)} ${commit?.title}
        <span class="quiet"
          >${pipeline.source}, ${time(pipeline.createdAt)},
          ${duration(pipeline)}</span
        >
      </p>
      ${
        pipeline.yamlErrors
          ? html`<h2>Unable to run pipeline</h2>
              <pre>${pipeline.yamlErrors}</pre>`
          : ''
      }
      ${pipeline.status === 'skipped' && pipeline.jobs.length === 0 ? empty('Skipped: its commit or push asked for it.') : ''}
      <div class="stages">${stages}</div>`,
    refresh: isMoving(pipeline) ? 2 : undefined,
  });
}

/** `/-/jobs/<id>`. */
export function jobPage(
  { pipelines }: GitlabServices,
  project: Project,
  jobId: number,
  res: Response,
): void {
  const { job, pipeline } = pipelines.getJob(project.id, jobId);
  sendPage(res, {
    title: job.name,
    project,
    body: html` <p>
        ${badge(job.status)} in stage ${job.stage} of
        <a href="/${encodePath(project.fullPath)}/-/pipelines/${pipeline.id}"
          >#${pipeline.id}</a
        >
        <span class="quiet">${time(job.startedAt)}, ${duration(job)}</span>
      </p>
      ${jobButton(project, job)}
      ${job.log ? html`<pre class="log">${ansiToHtml(job.log)}</pre>` : empty(job.status === 'manual' ? 'Waits for somebody to start it.' : 'Has not started.')}`,
    refresh: MOVING.includes(job.status) ? 2 : undefined,
  });
}

function jobButton(project: Project, job: CiJob): Html {
  const path = `/${encodePath(project.fullPath)}/-/jobs/${job.id}`;
  if (job.status === 'manual' && !job.retried) {
    return html`${job.confirmation ? html`<p>${job.confirmation}</p>` : ''}
    ${button(`${path}/play`, 'Run')}`;
  }
  return isRetryable(job) ? button(`${path}/retry`, 'Retry') : html``;
}

function duration({
  startedAt,
  finishedAt,
}: {
  readonly startedAt?: string;
  readonly finishedAt?: string;
}): string {
  const seconds = secondsBetween(startedAt, finishedAt);
  return seconds === null
    ? '–'
    : `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}

function commitLink(project: Project, sha: string): Html {
  return html`<a href="/${encodePath(project.fullPath)}/-/commit/${sha}"
    ><code>${sha.slice(0, 8)}</code></a
  >`;
}
