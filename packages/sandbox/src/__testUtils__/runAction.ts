import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';

/** Runs a scaffolder action of any type; what it put out, by name. */
export async function runAction(
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  action: { handler(context: any): Promise<unknown> },
  input: object,
  workspacePath: string,
): Promise<Record<string, unknown>> {
  const output: Record<string, unknown> = {};
  await action.handler({
    ...createMockActionContext({ input, workspacePath }),
    output: (name: string, value: unknown) => {
      output[name] = value;
    },
  });
  return output;
}
