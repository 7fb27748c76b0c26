import { InputError } from '@backstage/errors';
import type { WorkflowFile } from './findTriggered';

/**
 * The inputs of a run that is started by hand, with the defaults of those that are not given; undefined for a workflow that cannot be
 * started so. Throws `InputError` with GitHub's reason.
 */
export function dispatchInputs(
  { content }: WorkflowFile,
  given: Readonly<Record<string, string>>,
): Record<string, string> | undefined {
  const trigger =
    content.type === 'workflow'
      ? content.workflow.on.workflow_dispatch
      : undefined;
  if (!trigger) {
    return undefined;
  }
  const declared = Object.entries(trigger.inputs ?? {});
  const unexpected = Object.keys(given).filter(
    key => !declared.some(([name]) => name === key),
  );
  if (unexpected.length > 0) {
    throw new InputError(
      `Unexpected inputs provided: ${JSON.stringify(unexpected)}`,
    );
  }
  return Object.fromEntries(
    declared.map(([name, definition]) => {
      const value = given[name] ?? definition?.default;
      if (definition?.required && (value === undefined || value === '')) {
        throw new InputError(`Required input '${name}' not provided`);
      }
      return [name, String(value ?? '')];
    }),
  );
}
