import type { RecognisedScript } from './effects/recogniseScript';
import type { CiJob } from './model';

const GREEN = '\x1b[32;1m';
const RED = '\x1b[31;1m';
const CYAN = '\x1b[36;1m';
const GREY = '\x1b[90m';
const RESET = '\x1b[0;m';

/** What a job's log says as soon as it runs; ANSI colours as GitLab's own. */
export function logHead(
  job: CiJob,
  place: {
    readonly project: string;
    readonly shortSha: string;
    readonly ref: string;
  },
): string {
  return [
    `${CYAN}Running with the sandbox's runner: scripts are read, not run${RESET}`,
    ...(job.image ? [`Using image ${job.image} …`] : []),
    `${GREEN}Getting source from Git repository${RESET}`,
    `Checking out ${place.shortSha} as ${place.ref} of ${place.project}…`,
    `${GREEN}Executing "step_script" stage of the job script${RESET}`,
    '',
  ].join('\n');
}

/** Each line of the script, and below it what the sandbox recognised in it. */
export function logScript({ lines }: RecognisedScript): string {
  return lines
    .flatMap(({ line, notes }) => {
      const [first, ...more] = line.trim().split('\n');
      const title =
        more.length > 0 ? `${first} # collapsed multi-line command` : first;
      return [
        `${GREEN}$ ${title}${RESET}`,
        ...notes.map(note => `${GREY}[sandbox] ${note}${RESET}`),
      ];
    })
    .map(line => `${line}\n`)
    .join('');
}

export function logResults(results: readonly string[]): string {
  return results.map(result => `${CYAN}[sandbox] ${result}${RESET}\n`).join('');
}

export function logEnd(failure?: string): string {
  return failure
    ? `${RED}ERROR: Job failed: ${failure}${RESET}\n`
    : `${GREEN}Job succeeded${RESET}\n`;
}

/** Replaces the values of masked variables. */
export function mask(log: string, secrets: readonly string[]): string {
  return secrets
    .filter(secret => secret.length >= 4)
    .reduce((text, secret) => text.replaceAll(secret, '[MASKED]'), log);
}
