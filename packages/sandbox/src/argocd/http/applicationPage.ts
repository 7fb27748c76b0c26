import type { Cluster } from '../../cluster';
import { sourcesOf, type Application } from '../model';
import { withResourceHealth } from './withResourceHealth';

/** A page for people that follow a link from elsewhere. */
export function applicationPage(
  application: Application,
  cluster: Cluster,
): string {
  const { metadata, spec, status } = withResourceHealth(application, cluster);
  const [source] = sourcesOf(spec);
  const history = [...(status.history ?? [])].reverse();
  return page(
    metadata.name,
    `<p class="crumbs"><a href="/applications">Applications</a></p>
<h1>${escape(metadata.name)}</h1>
<p>${badge(status.sync.status || 'Unknown')} ${badge(status.health.status ?? 'Unknown')}
${status.operationState ? `<span class="quiet">last sync: ${escape(status.operationState.phase)}, ${escape(status.operationState.message ?? '')}</span>` : ''}</p>
${(status.conditions ?? []).map(condition => `<p class="problem"><b>${escape(condition.type)}</b> ${escape(condition.message)}</p>`).join('')}
<dl>
${row('Project', spec.project)}
${row('Repository', source?.repoURL, source?.repoURL)}
${row('Path', source?.path)}
${row('Revision', status.sync.revision)}
${row('Namespace', spec.destination.namespace)}
${row('Images', (status.summary.images ?? []).join(', '))}
</dl>
${table(
  'Resources',
  ['Kind', 'Name', 'Sync', 'Health'],
  (status.resources ?? []).map(resource => [
    escape(resource.kind),
    escape(resource.name),
    badge(resource.status),
    resource.health ? badge(resource.health.status) : '',
  ]),
)}
${table(
  'History',
  ['', 'Deployed', 'Revision', 'By'],
  history.map(entry => [
    `#${entry.id}`,
    escape(entry.deployedAt),
    `<code>${escape((entry.revision ?? (entry.revisions ?? []).join(' ')).slice(0, 8))}</code>`,
    escape(entry.initiatedBy.username ?? 'automated'),
  ]),
)}`,
  );
}

/** All applications. */
export function applicationsPage(applications: readonly Application[]): string {
  return page(
    'Applications',
    `<h1>Applications</h1>${table(
      '',
      ['Name', 'Sync', 'Health', 'Images'],
      applications.map(({ metadata, status }) => [
        `<a href="/applications/${encodeURIComponent(metadata.namespace)}/${encodeURIComponent(metadata.name)}">${escape(metadata.name)}</a>`,
        badge(status.sync.status || 'Unknown'),
        badge(status.health.status ?? 'Unknown'),
        escape((status.summary.images ?? []).join(', ')),
      ]),
    )}`,
  );
}

/** What a link to something that is not there shows. */
export function missingPage(): string {
  return page(
    'Not found',
    '<h1>Nothing here</h1><p>The sandbox has no such application. <a href="/applications">All applications</a></p>',
  );
}

function table(
  title: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) {
    return '';
  }
  const body = rows
    .map(cells => `<tr>${cells.map(cell => `<td>${cell}</td>`).join('')}</tr>`)
    .join('');
  return `${title ? `<h2>${escape(title)}</h2>` : ''}<table><thead><tr>${heads
    .map(head => `<th>${escape(head)}</th>`)
    .join('')}</tr></thead><tbody>${body}</tbody></table>`;
}

function row(term: string, text: string | undefined, link?: string): string {
  if (!text) {
    return '';
  }
  const shown = escape(text);
  const safe = link && /^https?:\/\//.test(link) ? link : undefined;
  return `<dt>${escape(term)}</dt><dd>${safe ? `<a href="${escape(safe)}">${shown}</a>` : shown}</dd>`;
}

function badge(state: string): string {
  return `<span class="badge ${escape(state)}">${escape(state)}</span>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escape(title)} · sandbox Argo CD</title>
<style>
:root{color-scheme:light dark;--ink:light-dark(#1d2430,#e6e9ef);--quiet:light-dark(#5b6472,#9aa4b2);--line:light-dark(#dfe3e8,#333b47)}
body{font:15px/1.55 system-ui,sans-serif;color:var(--ink);background:light-dark(#f7f8fa,#14181f);max-width:60rem;margin:2.5rem auto;padding:0 1.25rem}
h1{font-size:1.6rem;margin:.2rem 0}h2{font-size:1.05rem;margin:2rem 0 .5rem}
a{color:light-dark(#1f5493,#8ab8f0)}.quiet,.crumbs,th{color:var(--quiet)}
dl{display:grid;grid-template-columns:8rem 1fr;gap:.3rem 1rem}dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--line);font-weight:400}
.badge{border:1px solid currentColor;border-radius:1rem;padding:.05rem .6rem;font-size:.85rem;color:var(--quiet)}
.Synced,.Healthy{color:light-dark(#146c43,#6fcf97)}.OutOfSync,.Missing{color:light-dark(#8a5a00,#f2c14e)}
.Progressing{color:light-dark(#1f5493,#8ab8f0)}.Degraded{color:light-dark(#a61b1b,#ff8a80)}
.problem{border-left:3px solid light-dark(#a61b1b,#ff8a80);padding-left:.8rem;overflow-wrap:anywhere}
</style></head><body>${body}</body></html>`;
}
