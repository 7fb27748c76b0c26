import type { JsonObject } from '@backstage/types';

/** Runs an action as one step of a task, and resolves to its outputs. */
export async function runStep(
  action: { handler(ctx: never): Promise<void> },
  input: JsonObject,
): Promise<Readonly<Record<string, unknown>>> {
  const outputs: Record<string, unknown> = {};
  const silent = () => {};
  const logger = { error: silent, warn: silent, info: silent, debug: silent };
  const ctx: unknown = {
    input,
    logger: { ...logger, child: () => logger },
    output: (name: string, value: unknown) => {
      outputs[name] = value;
    },
  };
  await action.handler(ctx as never);
  return outputs;
}
