/** `unknown`: the sandbox does not run commands, so nobody can say how this one would end. */
export type Status = 'ok' | 'failed' | 'unknown';

/** How a part of a script ends, and where the script goes on. */
export interface Outcome {
  readonly status: Status;
  readonly flow?: 'return' | 'exit' | 'break' | 'continue';
}

export const OK: Outcome = { status: 'ok' };
export const FAILED: Outcome = { status: 'failed' };
export const UNCLEAR: Outcome = { status: 'unknown' };
