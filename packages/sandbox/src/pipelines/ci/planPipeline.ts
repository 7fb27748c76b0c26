import type { CiConfig, CiJobConfig, CiRule } from './loadCiConfig';
import { expandParallel } from './expandParallel';
import { matchesGlob } from './glob';
import { CiConfigError } from './mergeConfig';
import { expandAll, expandVariables, type Variables } from './expandVariables';

/** What rules are asked about. */
export interface RuleContext {
  /** Predefined, then of the project, then handed in: what GitLab lets rules see besides those of the file. */
  readonly predefined: Variables;
  /** These win over the file's own. */
  readonly overriding: Variables;
  /** Undefined when there is nothing to compare with, which `changes` takes for true. */
  readonly changedPaths?: readonly string[];
  readonly paths: readonly string[];
}

export interface PlannedJob {
  readonly name: string;
  readonly stage: string;
  readonly when: 'on_success' | 'on_failure' | 'always' | 'manual';
  readonly allowFailure: boolean;
  readonly needs?: readonly string[];
  readonly script: readonly string[];
  /** Of the file and of the rule that matched, expanded. */
  readonly variables: Variables;
  readonly image?: string;
  readonly environment?: string;
  readonly hasCoverage: boolean;
  /** Jobs of one group run one after the other. */
  readonly resourceGroup?: string;
  /** What a person is asked before a manual job starts. */
  readonly confirmation?: string;
}

export type PipelinePlan =
  | {
      readonly type: 'run';
      readonly stages: readonly string[];
      readonly jobs: readonly PlannedJob[];
    }
  /** No pipeline at all, with GitLab's reason. */
  | { readonly type: 'none'; readonly reason: string };

/** Decides which jobs a pipeline has, by `workflow:rules`, `rules`, `only` and `needs`. Throws `CiConfigError`. */
export function planPipeline(
  config: CiConfig,
  context: RuleContext,
): PipelinePlan {
  const variables = {
    ...context.predefined,
    ...config.variables,
    ...context.overriding,
  };
  let extra: Variables = {};
  if (config.workflowRules) {
    const rule = config.workflowRules.find(candidate =>
      applies(candidate, variables, context),
    );
    if (!rule || rule.when === 'never') {
      return {
        type: 'none',
        reason: 'Pipeline filtered out by workflow rules.',
      };
    }
    extra = rule.variables ?? {};
  }
  const global = { ...config.variables, ...extra };
  const hasWorkflow = config.workflowRules !== undefined;
  const plannedByName = new Map(
    config.jobs.map(job => [
      job.name,
      expandParallel(job.parallel).flatMap(part =>
        planJob(withPart(job, part), global, context, hasWorkflow),
      ),
    ]),
  );
  const jobs = [...plannedByName.values()].flat();
  if (jobs.length === 0) {
    return {
      type: 'none',
      reason:
        'Pipeline will not run for the selected trigger. The rules configuration prevented any jobs from being added to the pipeline.',
    };
  }
  const present = new Set(
    [...plannedByName].flatMap(([name, planned]) =>
      planned.length > 0 ? [name] : [],
    ),
  );
  for (const { name, needs } of config.jobs.filter(job =>
    present.has(job.name),
  )) {
    const missing = needs?.find(
      ({ job, optional }) => !optional && !present.has(job),
    );
    if (missing) {
      throw new CiConfigError(
        `'${name}' job needs '${missing.job}' job, but '${missing.job}' does not exist in the pipeline`,
      );
    }
  }
  const used = new Set(jobs.map(job => job.stage));
  return {
    type: 'run',
    stages: config.stages.filter(stage => used.has(stage)),
    jobs: config.stages.flatMap(stage =>
      jobs
        .filter(job => job.stage === stage)
        .map(job => ({
          ...job,
          needs: job.needs?.flatMap(
            need =>
              plannedByName.get(need)?.map(({ name }) => name) ??
              jobs.flatMap(({ name }) => (name === need ? [name] : [])),
          ),
        })),
    ),
  };
}

/** One of the jobs of `parallel`. */
function withPart(
  job: CiJobConfig,
  { suffix, variables }: ReturnType<typeof expandParallel>[number],
): CiJobConfig {
  return {
    ...job,
    name: `${job.name}${suffix}`,
    variables: { ...job.variables, ...variables },
  };
}

function planJob(
  job: CiJobConfig,
  global: Variables,
  context: RuleContext,
  hasWorkflow: boolean,
): PlannedJob[] {
  const { predefined, overriding } = context;
  const own = { ...global, ...job.variables };
  const seen = expandAll({ ...predefined, ...own, ...overriding });
  let when = job.when ?? 'on_success';
  let allowFailure = job.allow_failure;
  let extra: Variables = {};
  if (job.rules) {
    const rule = job.rules.find(candidate => applies(candidate, seen, context));
    if (!rule) {
      return [];
    }
    when = rule.when ?? when;
    allowFailure = rule.allow_failure ?? allowFailure ?? false;
    extra = rule.variables ?? {};
  } else if (!allowedByOnly(job, seen, hasWorkflow)) {
    return [];
  }
  if (when === 'never') {
    return [];
  }
  const variables = expandAll({
    ...predefined,
    ...own,
    ...extra,
    ...overriding,
  });
  const named = new Set(Object.keys({ ...own, ...extra }));
  const tokens = Object.keys(job.id_tokens ?? {});
  return [
    {
      name: job.name,
      stage: job.stage,
      when: when === 'delayed' ? 'on_success' : when,
      // a manual job without rules is optional unless it says otherwise; with rules it blocks
      allowFailure: allowFailure ?? when === 'manual',
      needs: job.needs?.flatMap(need =>
        expandParallel(need.matrix).map(({ suffix }) => need.job + suffix),
      ),
      script: [...(job.before_script ?? []), ...(job.script ?? [])],
      variables: {
        ...Object.fromEntries(
          Object.entries(variables).filter(([name]) => named.has(name)),
        ),
        ...Object.fromEntries(tokens.map(name => [name, '[MASKED]'])),
      },
      image: job.image && expandVariables(job.image, variables),
      environment:
        job.environment && expandVariables(job.environment, variables),
      hasCoverage: job.coverage !== undefined,
      resourceGroup:
        job.resource_group && expandVariables(job.resource_group, variables),
      confirmation: when === 'manual' ? job.manual_confirmation : undefined,
    },
  ];
}

function applies(
  rule: CiRule,
  variables: Variables,
  context: RuleContext,
): boolean {
  const { changedPaths, paths } = context;
  const some = (patterns: readonly string[], candidates: readonly string[]) =>
    patterns.some(pattern =>
      candidates.some(path => matchesGlob(path, pattern, variables)),
    );
  return (
    (!rule.if || rule.if(variables)) &&
    (!rule.changes || !changedPaths || some(rule.changes, changedPaths)) &&
    (!rule.exists || some(rule.exists, paths))
  );
}

/** The older keywords, for repositories that still have them: branch names, patterns and the words for sources. */
function allowedByOnly(
  job: CiJobConfig,
  variables: Variables,
  hasWorkflow: boolean,
): boolean {
  if (hasWorkflow && job.only === undefined && job.except === undefined) {
    return true;
  }
  const listed = (value: unknown): string[] => {
    const refs =
      typeof value === 'object' && value !== null && 'refs' in value
        ? value.refs
        : value;
    return [refs]
      .flat()
      .filter((ref): ref is string => typeof ref === 'string');
  };
  const source = variables.CI_PIPELINE_SOURCE;
  const isMeant = (ref: string): boolean => {
    const words: Readonly<Record<string, boolean>> = {
      branches: variables.CI_COMMIT_BRANCH !== undefined,
      tags: variables.CI_COMMIT_TAG !== undefined,
      pushes: source === 'push',
      web: source === 'web',
      api: source === 'api',
      triggers: source === 'trigger',
      schedules: source === 'schedule',
      merge_requests: source === 'merge_request_event',
    };
    const pattern = /^\/(.+)\/(i?)$/.exec(ref);
    const name = variables.CI_COMMIT_REF_NAME ?? '';
    return (
      words[ref] ??
      (pattern ? new RegExp(pattern[1], pattern[2]).test(name) : ref === name)
    );
  };
  const only = job.only === undefined ? ['branches', 'tags'] : listed(job.only);
  return only.some(isMeant) && !listed(job.except).some(isMeant);
}
