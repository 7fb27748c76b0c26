/** Where a sealed value opens: under its own name, anywhere in its namespace, or anywhere in its cluster. @public */
export type SealingScope = 'strict' | 'namespace-wide' | 'cluster-wide';

/** What a sealed value is bound to. @public */
export interface SealingTarget {
  readonly scope: SealingScope;
  readonly namespace: string;
  readonly name: string;
}

/** The OAEP label of the Sealed Secrets format. */
export function sealingLabel(target: SealingTarget): string {
  switch (target.scope) {
    case 'strict':
      return `${target.namespace}/${target.name}`;
    case 'namespace-wide':
      return target.namespace;
    case 'cluster-wide':
      return '';
    default:
      return target.scope satisfies never;
  }
}

/** The annotations that tell the controller of a scope; none for `strict`. @public */
export function sealingAnnotations(
  scope: SealingScope,
): Readonly<Record<string, string>> {
  return scope === 'strict'
    ? {}
    : { [`sealedsecrets.bitnami.com/${scope}`]: 'true' };
}
