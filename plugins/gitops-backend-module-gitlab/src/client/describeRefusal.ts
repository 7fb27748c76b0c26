import { z } from 'zod';

const errorBody = z.object({
  message: z.unknown().optional(),
  error: z.unknown().optional(),
  error_description: z.string().optional(),
  scope: z.string().optional(),
});

/** What GitLab said in the body of an error, as far as it can be understood. */
export interface Refusal {
  readonly text?: string;
  /** Scope that the token would need. */
  readonly scope?: string;
}

const longestText = 300;

/** Reads an error body of REST (`message`, or `error` with `error_description`); other bodies, such as HTML, say nothing. */
export function describeRefusal(body: string): Refusal {
  const parsed = errorBody.safeParse(parseJson(body));
  if (!parsed.success) {
    return {};
  }
  const { message, error, error_description: description, scope } = parsed.data;
  const said = description ?? message ?? error;
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  return {
    text: text?.slice(0, longestText),
    scope: error === 'insufficient_scope' ? (scope ?? 'api') : undefined,
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
