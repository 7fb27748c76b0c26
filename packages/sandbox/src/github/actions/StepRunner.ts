import { applyEffects } from '../../pipelines/effects/applyEffects';
import type { JobEffect } from '../../pipelines/effects/model';
import { readScript } from '../../pipelines/effects/readScript';
import { logResults, logScript } from '../../pipelines/jobLog';
import { isKnown } from '../../pipelines/shell/unknownText';
import { actionEffects } from './actionEffects';
import { stepName } from './activateJob';
import { answerOfGh } from './answerOfGh';
import { workspaceOf, type RunFacts } from './contexts';
import {
  defaultVariables,
  FILES,
  repositoryOfUrl,
} from './environmentVariables';
import {
  asText,
  decide,
  interpolate,
  isTruthy,
  resolveValue,
  type Scope,
} from './expressions';
import { logFailure, logStep } from './log';
import type { Conclusion, WorkflowJob, WorkflowRun } from './model';
import { readAssignments } from './readAssignments';
import type { JobDefinition, StepDefinition, Workflow } from './readWorkflow';
import type { WorkflowRunsOptions } from './WorkflowRunsOptions';
import { runnerTemp } from './runnerFolders';

/** A push with the run's own token starts no other run, so GitHub decided; the pusher says so by this push option. */
export const OWN_TOKEN = 'github.token';

export interface StepsOutcome {
  readonly failed: boolean;
  /** One for each step of the file. */
  readonly conclusions: readonly Conclusion[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly log: string;
}

export interface JobRun {
  readonly run: WorkflowRun;
  readonly job: WorkflowJob;
  readonly workflow: Workflow;
  readonly definition: JobDefinition;
  readonly facts: RunFacts;
  /** With `github`, `needs`, `vars`, `secrets` and `inputs`. */
  readonly contexts: Readonly<Record<string, unknown>>;
}

type Values = Readonly<Record<string, string>>;

interface StepOutcome {
  readonly failed: boolean;
  readonly outputs: Values;
  /** For the steps after it. */
  readonly env: Values;
  readonly log: string;
}

const BOT = {
  name: 'github-actions[bot]',
  email: '41898282+github-actions[bot]@users.noreply.github.com',
};

/** Goes through the steps of one job, and does to Git and to the registry what they would; nothing of them is run. */
export class StepRunner {
  #env: Values = {};
  #steps: Readonly<Record<string, unknown>> = {};
  #identity: readonly string[] = [];
  #failed = false;

  constructor(
    private readonly options: WorkflowRunsOptions,
    private readonly around: JobRun,
  ) {}

  async run(): Promise<StepsOutcome> {
    const { definition, job } = this.around;
    this.#env = this.#resolve({
      ...this.around.workflow.env,
      ...definition.env,
    });
    const conclusions: Conclusion[] = [];
    let log = '';
    for (const [index, step] of definition.steps.entries()) {
      const { conclusion, text } = await this.#step(step, index);
      conclusions.push(conclusion);
      log += text;
    }
    if (definition.uses) {
      log += `Reusable workflows are not followed here: ${definition.uses}\n`;
    }
    const marker = `[fail:${job.key}]`;
    const isAsked =
      job.attempt === 1 && this.around.facts.commit.message.includes(marker);
    return {
      failed: this.#failed || isAsked,
      conclusions: isAsked
        ? conclusions.map((one, at) =>
            at === conclusions.length - 1 ? 'failure' : one,
          )
        : conclusions,
      outputs: this.#resolve(definition.outputs),
      log: isAsked
        ? log + logFailure(`the commit message asks for it by ${marker}`)
        : log,
    };
  }

  async #step(
    step: StepDefinition,
    index: number,
  ): Promise<{ readonly conclusion: Conclusion; readonly text: string }> {
    const title = logStep(this.#nameOf(step));
    try {
      if (!decide(step.if, this.#scope())) {
        this.#remember(step, index, 'skipped', {});
        return { conclusion: 'skipped', text: '' };
      }
      const done = await this.#perform(step);
      const outcome = done.failed ? 'failure' : 'success';
      const isForgiven =
        done.failed &&
        isTruthy(resolveValue(step['continue-on-error'], this.#scope()));
      const conclusion = isForgiven ? 'success' : outcome;
      this.#failed ||= conclusion === 'failure';
      this.#env = { ...this.#env, ...done.env };
      this.#remember(step, index, conclusion, done.outputs, outcome);
      return { conclusion, text: title + done.log };
    } catch (error) {
      this.#failed = true;
      this.#remember(step, index, 'failure', {});
      const reason = error instanceof Error ? error.message : String(error);
      return { conclusion: 'failure', text: title + logFailure(reason) };
    }
  }

  async #perform(step: StepDefinition): Promise<StepOutcome> {
    const env = { ...this.#env, ...this.#resolve(step.env) };
    if (step.run !== undefined) {
      return this.#script(step, step.run, env);
    }
    const uses = step.uses ?? '';
    const inputs = this.#resolve(step.with);
    const { effects, outputs, notes } = actionEffects(uses, inputs, env);
    const results = await this.#apply(effects);
    const lines = notes.map(note => `[sandbox] ${note}\n`).join('');
    return {
      failed: false,
      outputs,
      env: {},
      log: lines + logResults(results),
    };
  }

  async #script(
    step: StepDefinition,
    source: string,
    env: Values,
  ): Promise<StepOutcome> {
    const { run, job, workflow, definition, facts } = this.around;
    const { git, repositories, images, imageRepositories, parameters } =
      this.options;
    const text = interpolate(source, this.#scope({ env }));
    const directory = interpolate(
      step['working-directory'] ??
        definition.defaults.run['working-directory'] ??
        workflow.defaults.run['working-directory'] ??
        '.',
      this.#scope({ env }),
    );
    const { fullName } = facts.repository;
    const script = await readScript(git, fullName, [...this.#identity, text], {
      root: workspaceOf(facts.repository),
      directory,
      variables: { ...defaultVariables(run, job, facts), ...env },
      sha: run.sha,
      branch: run.branch,
      now: this.options.clock.now(),
      repositoryOfUrl: url =>
        repositoryOfUrl(url, facts.baseUrl, name => repositories.find(name)),
      world: {
        hasImage: ref => images.has(ref),
        hasImageRepository: name => imageRepositories.has(name),
        hasParameter: name => parameters.get(name) !== undefined,
        answer: argv => answerOfGh(argv, this.options, facts.repository),
      },
    });
    const log = logScript({ ...script, lines: script.lines.slice(-1) });
    this.#keepIdentity(text);
    const results = await this.#apply(script.effects);
    const written = (path: string) =>
      onlyKnown(readAssignments(script.written.get(path) ?? ''));
    return {
      failed: script.failed,
      outputs: written(FILES.GITHUB_OUTPUT),
      env: written(FILES.GITHUB_ENV),
      log:
        log +
        logResults(results) +
        (script.failed
          ? logFailure('Process completed with exit code 1.')
          : ''),
    };
  }

  /** `git config user.…` holds for all later steps. */
  #keepIdentity(script: string): void {
    const lines = script
      .split('\n')
      .map(line => line.trim())
      .filter(line => /^git config\b.*\buser\.(name|email)\b/.test(line));
    this.#identity = [...this.#identity, ...lines];
  }

  async #apply(effects: readonly JobEffect[]): Promise<string[]> {
    const { facts, run } = this.around;
    const { clock } = this.options;
    return applyEffects(effects.map(asOwnPush), {
      ...this.options,
      repository: facts.repository.fullName,
      sha: run.sha,
      now: () => clock.now(),
    });
  }

  #scope(own: Readonly<Record<string, unknown>> = {}): Scope {
    const { contexts, job } = this.around;
    const standing = this.#failed ? 'failure' : 'success';
    return {
      standing,
      contexts: {
        ...contexts,
        env: this.#env,
        steps: this.#steps,
        matrix: job.matrix,
        strategy: {},
        job: { status: standing },
        runner: { os: 'Linux', arch: 'X64', temp: runnerTemp },
        ...own,
      },
    };
  }

  #resolve(values: Readonly<Record<string, unknown>>): Values {
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        interpolate(asText(value), this.#scope()),
      ]),
    );
  }

  #nameOf(step: StepDefinition): string {
    try {
      return interpolate(stepName(step), this.#scope());
    } catch {
      return stepName(step);
    }
  }

  #remember(
    step: StepDefinition,
    index: number,
    conclusion: Conclusion,
    outputs: Values,
    outcome: Conclusion = conclusion,
  ): void {
    const id = step.id ?? `__${index}`;
    this.#steps = { ...this.#steps, [id]: { outputs, outcome, conclusion } };
  }
}

function asOwnPush(effect: JobEffect): JobEffect {
  if (effect.type !== 'push') {
    return effect;
  }
  return {
    ...effect,
    pushOptions: [...effect.pushOptions, OWN_TOKEN],
    commits: effect.commits.map(commit => ({
      ...commit,
      // the interpreter's own name for whoever was not named
      author: commit.author?.name === 'GitLab CI' ? BOT : commit.author,
    })),
  };
}

/** What a real run alone could say counts as empty. */
function onlyKnown(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      isKnown(value) ? value : '',
    ]),
  );
}
