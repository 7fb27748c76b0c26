import { isTagOfCommit, type TraceRow } from '@slipway/plugin-gitops-common';

/** The commit that an image tag was built from, where the trace reaches back that far. */
export function findTraceRow(
  trace: readonly TraceRow[],
  tag: string | undefined,
): TraceRow | undefined {
  if (!tag) {
    return undefined;
  }
  return (
    trace.find(({ image }) => image.state === 'built' && image.tag === tag) ??
    trace.find(({ commit }) => isTagOfCommit(tag, commit.sha))
  );
}
