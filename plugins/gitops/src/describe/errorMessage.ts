import { ResponseError } from '@backstage/errors';

/** What went wrong, as a sentence: the server's own words where it had any. */
export function errorMessage(error: unknown): string {
  const text = textOf(error);
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function textOf(error: unknown): string {
  if (error instanceof ResponseError) {
    return error.body.error.message || error.message;
  }
  return error instanceof Error ? error.message : String(error);
}
