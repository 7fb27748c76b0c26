import type { Response } from 'express';
import { ansiToHtml } from '../../web/ansi';
import { empty, table, time } from '../../web/elements';
import { button, html, type Html } from '../../web/html';
import { latestJobs } from '../actions/jobResult';
import type { WorkflowJob, WorkflowRun } from '../actions/model';
import { waitingEnvironments } from '../api/actionsApi';
import type { GithubServices } from '../GithubServices';
import { encodePath } from '../links';
import type { Repository } from '../model/Repositories';
import { commitLink } from './commitPages';
import { badge, sendPage } from './page';
import { runPath } from './runPath';

const MOVING = ['queued', 'in_progress', 'pending'];

/** `/actions`. */
export async function runsPage(
  { runs }: GithubServices,
  repository: Repository,
  res: Response,
): Promise<void> {
  const found = runs.list(repository.id).slice(0, 50);
  const rows = found.map(run => [
    badge(run.conclusion ?? run.status),
    html`<a href="${runPath(repository, run.id)}">${run.title}</a>`,
    `${run.workflowName} #${run.number}`,
    run.event.replaceAll('_', ' '),
    run.branch,
    commitLink(repository, run.sha),
    time(run.createdAt),
    duration(run),
  ]);
  const startable = (await runs.workflows(repository)).filter(
    ({ content }) =>
      content.type === 'workflow' && content.workflow.on.workflow_dispatch,
  );
  const heads = [
    'Status',
    'Run',
    'Workflow',
    'Event',
    'Branch',
    'Commit',
    'Created',
    'Duration',
  ];
  const base = `/${encodePath(repository.fullName)}/actions/workflows`;
  sendPage(res, {
    title: 'Actions',
    repository,
    body: html`${startable.map(({ path, content }) => {
      const file = path.split('/').at(-1) ?? '';
      const name =
        content.type === 'workflow' ? (content.workflow.name ?? file) : file;
      return button(`${base}/${encodePath(file)}/dispatch`, `Run ${name}`);
    })}
    ${
      rows.length > 0
        ? table(heads, rows)
        : empty(
            'No runs yet: the first push with a file below .github/workflows starts one.',
          )
    }`,
    refresh: found.some(({ status }) => MOVING.includes(status))
      ? 2
      : undefined,
  });
}

/** `/actions/runs/<id>`. */
export function runPage(
  _services: GithubServices,
  repository: Repository,
  run: WorkflowRun,
  res: Response,
): void {
  const path = runPath(repository, run.id);
  const jobs = latestJobs(run);
  const failed = jobs.some(({ conclusion }) =>
    ['failure', 'cancelled'].includes(conclusion ?? ''),
  );
  const isDone = run.status === 'completed' && !run.error;
  sendPage(res, {
    title: run.title,
    repository,
    body: html`<p>
        ${badge(run.conclusion ?? run.status)} ${run.workflowName}
        #${run.number} for ${run.branch} at ${commitLink(repository, run.sha)}
        <span class="quiet"
          >${run.event.replaceAll('_', ' ')}, attempt ${run.attempt},
          ${time(run.startedAt)}, ${duration(run)}</span
        >
      </p>
      ${
        run.error
          ? html`<h2>Invalid workflow file</h2>
              <pre>${run.path}: ${run.error}</pre>`
          : ''
      }
      ${waitingEnvironments(run).map(
        environment =>
          html`<section class="stage">
            <p>${environment} waits for a review.</p>
            ${button(`${path}/approve/${encodePath(environment)}`, 'Approve')}
            ${button(`${path}/reject/${encodePath(environment)}`, 'Reject')}
          </section>`,
      )}
      ${isDone && failed ? button(`${path}/rerun-failed`, 'Re-run failed jobs') : ''}
      ${isDone ? button(`${path}/rerun`, 'Re-run all jobs') : ''}
      <div class="stages">
        ${columnsOf(jobs).map(
          column =>
            html`<section class="stage">
              <ul>
                ${column.map(job => jobItem(path, job))}
              </ul>
            </section>`,
        )}
      </div>
      ${
        run.reviews.length > 0
          ? html`<h2>Reviews</h2>
              <ul>
                ${run.reviews.map(
                  ({ environment, state, comment, at }) =>
                    html`<li>
                      ${environment} ${state} ${time(at)} ${comment}
                    </li>`,
                )}
              </ul>`
          : ''
      }`,
    refresh: MOVING.includes(run.status) ? 2 : undefined,
  });
}

/** `/actions/runs/<id>/job/<id>`. */
export function jobPage(
  { runs }: GithubServices,
  repository: Repository,
  jobId: number,
  res: Response,
): void {
  const { run, job } = runs.getJob(repository.id, jobId);
  sendPage(res, {
    title: job.name,
    repository,
    body: html`<p>
        ${badge(job.conclusion ?? job.status)} in
        <a href="${runPath(repository, run.id)}"
          >${run.workflowName} #${run.number}</a
        >
        <span class="quiet"
          >${job.environment ? `${job.environment}, ` : ''}${time(job.startedAt)},
          ${duration(job)}</span
        >
      </p>
      ${
        job.steps.length > 0
          ? html`<ul>
              ${job.steps.map(
                ({ name, status, conclusion }) =>
                  html`<li>${name} ${badge(conclusion ?? status)}</li>`,
              )}
            </ul>`
          : ''
      }
      ${job.log ? html`<pre class="log">${ansiToHtml(job.log)}</pre>` : empty(whyNoLog(job))}`,
    refresh: MOVING.includes(job.status) ? 2 : undefined,
  });
}

function jobItem(path: string, job: WorkflowJob): Html {
  const state = job.conclusion ?? job.status;
  return html`<li>
    <a href="${path}/job/${job.id}">${job.name}</a
    >${badge(state === 'blocked' ? 'queued' : state)}
  </li>`;
}

/** Jobs beside each other that have as many before them. */
function columnsOf(
  jobs: readonly WorkflowJob[],
): readonly (readonly WorkflowJob[])[] {
  const depthOf = ({ needs }: WorkflowJob): number =>
    Math.max(
      0,
      ...jobs
        .filter(({ key }) => needs.includes(key))
        .map(job => depthOf(job) + 1),
    );
  const depths = jobs.map(depthOf);
  return [...new Set(depths)]
    .sort((a, b) => a - b)
    .map(depth => jobs.filter((_job, index) => depths[index] === depth));
}

function whyNoLog({ status, conclusion }: WorkflowJob): string {
  if (status === 'waiting') {
    return 'Waits for a review.';
  }
  return conclusion === 'skipped' ? 'Was skipped.' : 'Has not started.';
}

function duration({
  startedAt,
  completedAt,
}: {
  readonly startedAt?: string;
  readonly completedAt?: string;
}): string {
  if (!startedAt || !completedAt) {
    return '–';
  }
  const seconds = (Date.parse(completedAt) - Date.parse(startedAt)) / 1000;
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}
