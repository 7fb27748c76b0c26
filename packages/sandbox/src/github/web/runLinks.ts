import { html, type Html } from '../../web/html';
import type { WorkflowRun } from '../actions/model';
import type { Repository } from '../model/Repositories';
import { badge } from './page';
import { runPath } from './runPath';

/** Runs with what came of them, under a label; nothing when there are none. */
export function runLinks(
  label: string,
  repository: Repository,
  runs: readonly WorkflowRun[],
): Html {
  return runs.length === 0
    ? html``
    : html`<p>
        ${label}:
        ${runs.map(
          run =>
            html`<a href="${runPath(repository, run.id)}"
                >${run.workflowName}</a
              >
              ${badge(run.conclusion ?? run.status)} `,
        )}
      </p>`;
}
