import type { LabelRequirement } from './parseLabelSelector';

/** As in Kubernetes, `!=` and `notin` also hold for an object without the label. @public */
export function matchesLabels(
  requirements: readonly LabelRequirement[],
  labels: Readonly<Record<string, string>>,
): boolean {
  return requirements.every(requirement => {
    const value = Object.hasOwn(labels, requirement.key)
      ? labels[requirement.key]
      : undefined;
    switch (requirement.operator) {
      case 'in':
        return value !== undefined && requirement.values.includes(value);
      case 'notIn':
        return value === undefined || !requirement.values.includes(value);
      case 'exists':
        return value !== undefined;
      case 'notExists':
        return value === undefined;
      default:
        return requirement satisfies never;
    }
  });
}
