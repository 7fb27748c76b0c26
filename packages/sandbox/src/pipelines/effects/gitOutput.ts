import { UNKNOWN } from '../shell/unknownText';

/** What `git` prints, for the commands whose output scripts commonly build upon. */
export function gitOutput(
  args: readonly string[],
  facts: {
    readonly root: string;
    readonly sha: string;
    readonly branch: string;
    readonly isClean: boolean;
  },
): string {
  const text = args.join(' ');
  if (text.includes('rev-parse')) {
    if (text.includes('--show-toplevel')) {
      return `${facts.root}\n`;
    }
    if (text.includes('--abbrev-ref')) {
      return `${facts.branch}\n`;
    }
    const short = /--short(?:=(\d+))?/.exec(text);
    const isHead = /\b(HEAD|FETCH_HEAD)\b/.test(text);
    if (isHead) {
      return `${short ? facts.sha.slice(0, Number(short[1] ?? 8)) : facts.sha}\n`;
    }
    return UNKNOWN;
  }
  if (/\b(branch --show-current|symbolic-ref --short HEAD)\b/.test(text)) {
    return `${facts.branch}\n`;
  }
  if (/\b(status (--porcelain|-s)|diff .*--name-only)/.test(text)) {
    return facts.isClean ? '' : ' M changed\n';
  }
  return /\b(log|show|describe|ls-remote|ls-files|config --get|remote get-url|symbolic-ref|merge-base|rev-list|cat-file)\b/.test(
    text,
  )
    ? UNKNOWN
    : '';
}
