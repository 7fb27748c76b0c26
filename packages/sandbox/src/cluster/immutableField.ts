import { objectAt, sameJson } from '../render/json';
import type { KubernetesObject } from '../render';

/** Fields of a `spec` that Kubernetes does not let anybody change, by kind. Rules: `pkg/apis/batch/validation`. */
const fields: Readonly<Record<string, readonly string[]>> = {
  Job: ['completions', 'completionMode', 'selector', 'template'],
};

/** What Kubernetes says when an object cannot be changed into another one; undefined when it can. */
export function immutableField(
  old: KubernetesObject,
  object: KubernetesObject,
): string | undefined {
  const [before, after] = [old, object].map(each => objectAt(each, 'spec'));
  const field = (fields[object.kind] ?? []).find(
    name => !sameJson(before?.[name], after?.[name]),
  );
  return field === undefined
    ? undefined
    : `${object.kind}.batch "${object.metadata.name}" is invalid: spec.${field}: Invalid value: field is immutable`;
}
