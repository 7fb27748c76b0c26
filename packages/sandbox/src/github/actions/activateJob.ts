import type { Concurrency, WorkflowJob } from './model';
import { describeLeg, expandMatrix } from './expandMatrix';
import {
  asText,
  decide,
  ExpressionError,
  interpolate,
  isTruthy,
  resolveValue,
  type Scope,
} from './expressions';
import type { JobDefinition, StepDefinition } from './readWorkflow';

/**
 * What becomes of a job whose needs have finished: skipped, or one job for each leg of its matrix, ready to start. Where an expression
 * has no value, a failed job.
 */
export function activateJob(
  job: WorkflowJob,
  definition: JobDefinition,
  around: {
    /** With `github`, `needs`, `vars` and `inputs`. */
    readonly scope: Scope;
    readonly nextId: () => number;
    readonly now: string;
  },
): readonly WorkflowJob[] {
  const { scope, nextId, now } = around;
  const end = (
    conclusion: 'skipped' | 'failure',
    log: string,
  ): WorkflowJob => ({
    ...job,
    status: 'completed',
    conclusion,
    log,
    completedAt: now,
  });
  try {
    if (!decide(definition.if, scope)) {
      return [end('skipped', '')];
    }
    const matrix = resolveValue(definition.strategy.matrix, scope);
    return expandMatrix(matrix).map((leg, index) => {
      const own: Scope = {
        ...scope,
        contexts: { ...scope.contexts, matrix: leg, strategy: {} },
      };
      const { name, environment } = definition;
      return {
        ...job,
        id: index === 0 ? job.id : nextId(),
        name: name ? interpolate(name, own) : `${job.key}${nameOfLeg(leg)}`,
        matrix: leg,
        status: 'queued',
        environment: environment
          ? interpolate(environment.name, own) || undefined
          : undefined,
        concurrency: concurrencyOf(definition.concurrency, own),
        continueOnError: isTruthy(
          resolveValue(definition['continue-on-error'], own),
        ),
        steps: plannedSteps(definition.steps),
        createdAt: now,
      };
    });
  } catch (error) {
    if (error instanceof ExpressionError) {
      return [end('failure', `The job is not valid: ${error.message}\n`)];
    }
    throw error;
  }
}

function nameOfLeg(leg: Readonly<Record<string, unknown>>): string {
  const text = describeLeg(leg);
  return text && ` (${text})`;
}

/** The value of `concurrency:`. Throws `ExpressionError`. */
export function concurrencyOf(
  definition: JobDefinition['concurrency'],
  scope: Scope,
): Concurrency | undefined {
  const group = definition && interpolate(definition.group, scope);
  return group
    ? {
        group: group.toLowerCase(),
        cancelInProgress: isTruthy(
          resolveValue(definition['cancel-in-progress'], scope),
        ),
      }
    : undefined;
}

function plannedSteps(steps: readonly StepDefinition[]) {
  const names = ['Set up job', ...steps.map(stepName), 'Complete job'];
  return names.map((name, index) => ({
    number: index + 1,
    name,
    status: 'queued' as const,
  }));
}

/** What GitHub calls a step that has no name. */
export function stepName({ name, uses, run }: StepDefinition): string {
  return name ?? `Run ${asText(uses ?? run?.trim().split('\n', 1)[0])}`;
}
