/** The label by which an object says to which component it belongs. */
export const componentLabel = 'gitops/component';

/** What ownership is judged by. */
export interface OwnedObject {
  readonly kind: 'project' | 'application';
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Repositories that the object takes manifests from. */
  readonly repositories: readonly string[];
}

/** Who wants to change the object. */
export interface Claim {
  readonly component: string;
  /** Absent leaves the repository unchecked. */
  readonly repositories?: readonly string[];
}

/**
 * Why an existing object is not the claimant's, with what to do, or undefined when it is. A component owns what carries its
 * label and takes manifests from one of its repositories: two components of one name in different groups must not take each
 * other's objects.
 */
export function whyNotOwned(
  object: OwnedObject,
  claim: Claim,
): string | undefined {
  const owner = object.labels[componentLabel];
  const what = `The Argo CD ${object.kind} “${object.name}” exists already`;
  if (owner === undefined) {
    return `${what} and does not say whose it is. Choose another name or, if it belongs to “${claim.component}”, put the label ${componentLabel}=${claim.component} on it and try again`;
  }
  if (owner !== claim.component) {
    return `${what} and belongs to the component “${owner}”. Choose another name, or ask its owner to remove it`;
  }
  const wanted = claim.repositories?.map(normalized);
  if (
    !wanted ||
    object.repositories.map(normalized).some(url => wanted.includes(url))
  ) {
    return undefined;
  }
  const others = object.repositories.join(', ') || 'no repository';
  return `${what} for another repository (${others}). Choose another name or, if the repository has moved, change the ${object.kind} in Argo CD first`;
}

/** GitLab answers to a URL with and without `.git`; both are one repository. */
export function normalized(url: string): string {
  return url
    .trim()
    .toLowerCase()
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
}
