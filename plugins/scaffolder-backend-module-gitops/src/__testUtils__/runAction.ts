import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { JsonObject } from '@backstage/types';
import { parse } from 'yaml';
import { canaries } from './aWorld';

/** What a run left where people could read it. */
export interface ActionRun {
  readonly error?: Error;
  readonly outputs: Record<string, unknown>;
  readonly logs: readonly string[];
  readonly checkpoints: Record<string, unknown>;
  readonly workspacePath: string;
}

const workspaces: string[] = [];

/** Removes the workspaces of all runs. */
export function cleanWorkspaces(): void {
  workspaces
    .splice(0)
    .forEach(path => rmSync(path, { recursive: true, force: true }));
}

/** Any action, whatever its input. */
interface Action {
  readonly id: string;
  handler(ctx: never): Promise<void>;
}

interface RunOptions {
  readonly isDryRun?: boolean;
  readonly signal?: AbortSignal;
  readonly secrets?: Record<string, string>;
  /** Checkpoints of an earlier attempt. */
  readonly replay?: Readonly<Record<string, unknown>>;
}

/** Runs an action as the scaffolder would, and fails when a canary shows up in logs, outputs, checkpoints or the error. */
export async function runAction(
  action: Action,
  input: JsonObject,
  { replay = {}, ...context }: RunOptions = {},
): Promise<ActionRun> {
  const workspacePath = mkdtempSync(join(tmpdir(), 'workspace-'));
  workspaces.push(workspacePath);
  const outputs: Record<string, unknown> = {};
  const logs: string[] = [];
  const checkpoints: Record<string, unknown> = { ...replay };
  const log = (...parts: unknown[]) => void logs.push(JSON.stringify(parts));
  const logger = { error: log, warn: log, info: log, debug: log };
  let error: Error | undefined;
  try {
    const ctx: unknown = {
      ...createMockActionContext({ input, workspacePath }),
      logger: { ...logger, child: () => logger },
      output: (name: string, value: unknown) => {
        outputs[name] = value;
      },
      checkpoint: async (options: {
        key: string;
        fn: () => Promise<unknown>;
      }) => {
        if (!(options.key in checkpoints)) {
          checkpoints[options.key] = await options.fn();
        }
        return checkpoints[options.key];
      },
      ...context,
    };
    await action.handler(ctx as never);
  } catch (thrown) {
    error = thrown instanceof Error ? thrown : new Error(String(thrown));
  }
  const seen = JSON.stringify([
    outputs,
    logs,
    checkpoints,
    error && [error.message, error.stack, String(error.cause)],
  ]);
  for (const canary of Object.values(canaries)) {
    expect(seen).not.toContain(canary);
  }
  return { error, outputs, logs, checkpoints, workspacePath };
}

/** The input of an example's only step. */
export function inputOf(example: TemplateExample): JsonObject {
  const [step, ...more] = parse(example.example).steps;
  expect(more).toEqual([]);
  return step.input;
}

/** The action that an example's only step runs. */
export function actionOf(example: TemplateExample): string {
  return parse(example.example).steps[0].action;
}
