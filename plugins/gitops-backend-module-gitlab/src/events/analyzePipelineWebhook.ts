import { z } from 'zod';

const event = z.object({ object_kind: z.string() });

const project = z.object({
  path_with_namespace: z.string().min(1),
  web_url: z.string().url(),
  default_branch: z.string().nullish(),
});

const pipelineEvent = z.object({
  project,
  object_attributes: z.object({ ref: z.string(), tag: z.boolean().nullish() }),
});

const jobEvent = z.object({
  project,
  ref: z.string(),
  tag: z.boolean().nullish(),
});

/** What a webhook means for the pipelines that are shown. */
export type WebhookAnalysis =
  | {
      readonly result: 'ok';
      /** Full path of the project whose pipelines changed. */
      readonly path: string;
      /** Address of the project's page, which tells the host. */
      readonly webUrl: string;
    }
  /** Understood, and of no interest. */
  | { readonly result: 'ignored'; readonly reason: string }
  /** Not a payload that this version understands. */
  | { readonly result: 'unsupported'; readonly reason: string };

/**
 * Reads a payload of GitLab's pipeline and job events (project, group and system hooks). Only the name of the project is
 * taken from it: what its pipelines are is then asked of GitLab.
 */
export function analyzePipelineWebhook(payload: unknown): WebhookAnalysis {
  const kind = event.safeParse(payload);
  if (!kind.success) {
    return { result: 'unsupported', reason: 'the payload has no object_kind' };
  }
  switch (kind.data.object_kind) {
    case 'pipeline': {
      const parsed = pipelineEvent.safeParse(payload);
      return parsed.success
        ? decide({
            ...parsed.data.object_attributes,
            project: parsed.data.project,
          })
        : unreadable('pipeline', parsed.error);
    }
    // `build` is what GitLab calls the event of a job.
    case 'build': {
      const parsed = jobEvent.safeParse(payload);
      return parsed.success
        ? decide(parsed.data)
        : unreadable('job', parsed.error);
    }
    default:
      return {
        result: 'ignored',
        reason: `${kind.data.object_kind} events do not change pipelines`,
      };
  }
}

function decide(about: z.output<typeof jobEvent>): WebhookAnalysis {
  const {
    path_with_namespace: path,
    web_url: webUrl,
    default_branch: branch,
  } = about.project;
  if (about.tag) {
    return { result: 'ignored', reason: `${about.ref} is a tag` };
  }
  if (branch && about.ref !== branch) {
    return {
      result: 'ignored',
      reason: `${about.ref} is not the default branch ${branch}`,
    };
  }
  return { result: 'ok', path, webUrl };
}

function unreadable(kind: string, error: z.ZodError): WebhookAnalysis {
  const fields = error.issues.map(issue => issue.path.join('.')).join(', ');
  return {
    result: 'unsupported',
    reason: `the ${kind} event lacks what is needed: ${fields}`,
  };
}
