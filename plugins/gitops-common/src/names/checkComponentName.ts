import { defaultEnvironments } from '../model';
import { checkRepositoryName } from './checkRepositoryName';
import { dnsLabelLength } from './dnsLabel';

/** @public */
export interface CheckComponentNameOptions {
  /** Names that are appended to the component's, as in `orders-staging`. Default: dev, staging, prod. */
  readonly environments?: readonly string[];
}

/**
 * Why a component cannot have this name, for people, or undefined when it can. A name must do as repository path, as Kubernetes
 * Service and label, and with the longest environment appended as Application and namespace.
 * @public
 */
export function checkComponentName(
  name: string,
  options: CheckComponentNameOptions = {},
): string | undefined {
  if (!name) {
    return 'Give it a name.';
  }
  if (/[A-Z]/.test(name)) {
    return 'Use lower-case letters only: Kubernetes refuses upper-case ones.';
  }
  const wrong = /[^a-z0-9-]/u.exec(name)?.[0];
  if (wrong) {
    return `“${wrong === ' ' ? 'space' : wrong}” is not allowed: use lower-case letters, digits and single dashes.`;
  }
  if (!/^[a-z]/.test(name)) {
    return 'Begin with a letter: Kubernetes refuses a Service whose name begins otherwise.';
  }
  if (name.endsWith('-')) {
    return 'End with a letter or digit: Kubernetes and GitLab refuse a dash at the end.';
  }
  if (name.includes('--')) {
    return 'Use single dashes: GitLab refuses two in a row.';
  }
  if (name.startsWith('kube-')) {
    return 'Names that begin with “kube-” are reserved for Kubernetes itself.';
  }
  if (name === 'default') {
    return 'Argo CD keeps “default” for its own project: choose another name.';
  }
  return checkRepositoryName(name) ?? tooLong(name, options.environments);
}

function tooLong(
  name: string,
  environments: readonly string[] = defaultEnvironments.map(e => e.name),
): string | undefined {
  const longest = environments.reduce(
    (best, next) => (next.length > best.length ? next : best),
    '',
  );
  const suffix = longest ? `-${longest}` : '';
  const most = dnsLabelLength - suffix.length;
  if (name.length <= most) {
    return undefined;
  }
  return suffix
    ? `Use at most ${most} characters: its namespace “…${suffix}” may have ${dnsLabelLength} in all.`
    : `Use at most ${most} characters.`;
}
