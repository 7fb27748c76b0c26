import { Html } from './html';

const CSS = `
:root { color-scheme: light dark; --line: #d8d8de; --soft: #f6f6f8; --quiet: #626168; --link: #1b63c4; }
@media (prefers-color-scheme: dark) { :root { --line: #3c3b42; --soft: #242329; --quiet: #a5a3ad; --link: #7fb2ff; } }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.5 system-ui, sans-serif; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
header { display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: center; padding: 12px 24px; background: var(--soft); border-bottom: 1px solid var(--line); }
header nav { display: flex; gap: 16px; margin-left: auto; }
.brand { font-weight: 700; color: inherit; } .brand.gitlab { color: #e24329; }
main { max-width: 1080px; margin: 0 auto; padding: 12px 24px 40px; }
h1 { font-size: 22px; overflow-wrap: anywhere; } h2 { font-size: 16px; margin: 24px 0 8px; }
footer { padding: 16px 24px; color: var(--quiet); font-size: 13px; border-top: 1px solid var(--line); }
table { width: 100%; border-collapse: collapse; } th, td { text-align: left; padding: 7px 10px; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--quiet); font-weight: 600; font-size: 13px; }
time, .quiet, .empty { color: var(--quiet); } code, pre { font: 13px/1.5 ui-monospace, monospace; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: 12px; overflow-x: auto; white-space: pre-wrap; }
pre.log { background: #17161b; color: #ececef; } .log b { font-weight: 600; } .log .g { color: #6fd08c; } .log .r { color: #ff8a80; } .log .c { color: #7cc7ff; } .log .q { color: #a5a3ad; }
.add { color: #24663b; } .del { color: #c0341d; } .hunk { color: var(--quiet); }
@media (prefers-color-scheme: dark) { .add { color: #6fd08c; } .del { color: #ff8a80; } }
.badge { display: inline-block; padding: 0 10px; border-radius: 10px; font-size: 13px; background: #dcdcde; color: #3f3e45; }
.badge.success { background: #c3e6cd; color: #1a5a32; } .badge.failed { background: #fdd4cd; color: #8d1300; } .badge.running { background: #cbe2f9; color: #064787; } .badge.pending, .badge.manual { background: #f5d9a8; color: #6b3d00; }
button { font: inherit; padding: 4px 16px; border: 1px solid var(--line); border-radius: 6px; background: var(--soft); color: inherit; cursor: pointer; } button:hover { border-color: var(--link); } form { margin: 12px 0; }
.badge.merged { background: #cbe2f9; color: #064787; } .badge.opened { background: #c3e6cd; color: #1a5a32; }
.stages { display: flex; flex-wrap: wrap; gap: 16px; } .stage { flex: 1 1 170px; border: 1px solid var(--line); border-radius: 8px; padding: 10px 12px; }
main > .stage { margin-bottom: 16px; } .stage h2 { margin: 0 0 8px; } .stage ul { list-style: none; margin: 0; padding: 0; } .stage li { display: flex; justify-content: space-between; gap: 8px; padding: 3px 0; }
`;

/** The one style sheet. */
export const STYLE = new Html(CSS);
