const GREEN = '\x1b[32;1m';
const RED = '\x1b[31;1m';
const CYAN = '\x1b[36;1m';
const RESET = '\x1b[0;m';

/** What a job's log begins with. */
export function logHead(place: {
  readonly repository: string;
  readonly sha: string;
}): string {
  return [
    `${CYAN}The sandbox's runner: steps are read, not run${RESET}`,
    `Commit ${place.sha.slice(0, 8)} of ${place.repository}`,
    '',
  ].join('\n');
}

/** Stands over each step. */
export function logStep(name: string): string {
  return `\n${GREEN}▸ ${name}${RESET}\n`;
}

export function logFailure(reason: string): string {
  return `${RED}Error: ${reason}${RESET}\n`;
}
