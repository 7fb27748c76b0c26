import type { ApplicationId } from '@slipway/plugin-gitops-common';

/**
 * The reference of a deployment in the permission framework.
 * @public
 */
export function stringifyDeploymentRef(id: ApplicationId): string {
  return [id.instance, id.namespace ?? '', id.name]
    .map(encodeURIComponent)
    .join('/');
}

/** Undefined for what is no reference. */
export function parseDeploymentRef(ref: string): ApplicationId | undefined {
  const parts = ref.split('/');
  if (parts.length !== 3) {
    return undefined;
  }
  try {
    const [instance, namespace, name] = parts.map(decodeURIComponent);
    return { instance, name, ...(namespace && { namespace }) };
  } catch {
    return undefined;
  }
}
