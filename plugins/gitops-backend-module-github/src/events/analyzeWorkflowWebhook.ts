import { z } from 'zod';

const repository = z.object({
  full_name: z.string().min(1),
  html_url: z.string().url(),
  default_branch: z.string().nullish(),
});

const about = z.object({
  head_branch: z.string().nullish(),
});

const payloads = {
  workflow_run: z.object({ repository, workflow_run: about }),
  workflow_job: z.object({ repository, workflow_job: about }),
};

/** What a webhook means for the pipelines that are shown. */
export type WebhookAnalysis =
  | {
      readonly result: 'ok';
      /** `owner/name` of the repository whose runs changed. */
      readonly path: string;
      /** Address of the repository's page, which tells the host. */
      readonly webUrl: string;
    }
  /** Understood, and of no interest. */
  | { readonly result: 'ignored'; readonly reason: string }
  /** Not a payload that this version understands. */
  | { readonly result: 'unsupported'; readonly reason: string };

/**
 * Reads a payload of GitHub's events `workflow_run` and `workflow_job`. Only the name of the repository is taken from it: what
 * its runs are is then asked of GitHub.
 */
export function analyzeWorkflowWebhook(payload: unknown): WebhookAnalysis {
  const kind = kindOf(payload);
  if (!kind) {
    return {
      result: 'ignored',
      reason: 'it is about neither a workflow run nor a workflow job',
    };
  }
  const parsed = payloads[kind].safeParse(payload);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(issue => issue.path.join('.'));
    return {
      result: 'unsupported',
      reason: `the ${kind} event lacks what is needed: ${fields.join(', ')}`,
    };
  }
  const {
    full_name: path,
    html_url: webUrl,
    default_branch: branch,
  } = parsed.data.repository;
  const ref =
    'workflow_run' in parsed.data
      ? parsed.data.workflow_run.head_branch
      : parsed.data.workflow_job.head_branch;
  return branch && ref && ref !== branch
    ? {
        result: 'ignored',
        reason: `${ref} is not the default branch ${branch}`,
      }
    : { result: 'ok', path, webUrl };
}

/** GitHub names the event in a header; the payload has a field of the same name. */
function kindOf(payload: unknown): keyof typeof payloads | undefined {
  if (typeof payload !== 'object' || payload === null) {
    return undefined;
  }
  // A job's payload has no run, a run's no job.
  return (['workflow_job', 'workflow_run'] as const).find(kind =>
    Object.hasOwn(payload, kind),
  );
}
