import type { FileAction } from './types';

/** What one commit consists of, for `git fast-import`. */
export interface CommitPlan {
  readonly branch: string;
  readonly parent?: string;
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly date: Date;
  readonly actions: readonly FileAction[];
  /** Mode and blob of the files that are there already. */
  readonly existing: ReadonlyMap<
    string,
    { readonly mode: string; readonly sha: string }
  >;
}

/**
 * The stream that makes `git fast-import` write one commit without a work tree and print its SHA. fast-import refuses to move a
 * branch that does not contain the parent any more, which makes it a compare-and-swap.
 */
export function fastImportStream(plan: CommitPlan): Buffer {
  const parts: Buffer[] = [];
  const say = (line: string) => parts.push(Buffer.from(`${line}\n`, 'utf8'));
  const data = (content: string | Buffer) => {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(content);
    say(`data ${bytes.length}`);
    parts.push(bytes);
    say('');
  };
  const clean = (text: string) => text.replace(/[<>\n\r\0]/g, '').trim();
  const who = `${clean(plan.author.name)} <${clean(plan.author.email)}>`;
  const seconds = Math.floor(plan.date.getTime() / 1000);

  say(`commit refs/heads/${plan.branch}`);
  say('mark :1');
  say(`author ${who} ${seconds} +0000`);
  say(`committer ${who} ${seconds} +0000`);
  data(plan.message.endsWith('\n') ? plan.message : `${plan.message}\n`);
  if (plan.parent) {
    say(`from ${plan.parent}`);
  }
  for (const action of plan.actions) {
    const before = plan.existing.get(action.path);
    switch (action.action) {
      case 'delete':
        say(`D ${action.path}`);
        break;
      case 'move': {
        const moved = plan.existing.get(action.previousPath);
        say(`D ${action.previousPath}`);
        if (action.content !== undefined) {
          say(`M ${moved?.mode ?? '100644'} inline ${action.path}`);
          data(action.content);
        } else if (moved) {
          say(`M ${moved.mode} ${moved.sha} ${action.path}`);
        }
        break;
      }
      case 'chmod':
        if (before) {
          const mode = action.executable ? '100755' : '100644';
          say(`M ${mode} ${before.sha} ${action.path}`);
        }
        break;
      default: {
        const kept = before?.mode ?? '100644';
        const asked = action.executable ? '100755' : '100644';
        say(
          `M ${action.executable === undefined ? kept : asked} inline ${action.path}`,
        );
        data(action.content);
      }
    }
  }
  say('');
  say('get-mark :1');
  return Buffer.concat(parts);
}
