import type { KubernetesObject } from '../render';

/** The parts of a sync, in their order. */
export const syncPhases = ['PreSync', 'Sync', 'PostSync'] as const;

export type SyncPhase = (typeof syncPhases)[number];

const argoHook = 'argocd.argoproj.io/hook';
const argoDeletePolicy = 'argocd.argoproj.io/hook-delete-policy';
const argoWave = 'argocd.argoproj.io/sync-wave';
const helmHook = 'helm.sh/hook';
const helmDeletePolicy = 'helm.sh/hook-delete-policy';
const helmWeight = 'helm.sh/hook-weight';

const helmPhases: Readonly<Record<string, SyncPhase>> = {
  'pre-install': 'PreSync',
  'pre-upgrade': 'PreSync',
  'post-install': 'PostSync',
  'post-upgrade': 'PostSync',
};

const helmPolicies: Readonly<Record<string, string>> = {
  'before-hook-creation': 'BeforeHookCreation',
  'hook-succeeded': 'HookSucceeded',
  'hook-failed': 'HookFailed',
};

/** True for what runs in a sync and is not compared afterwards. Rules: gitops-engine `pkg/sync/hook`. */
export function isHook(object: KubernetesObject): boolean {
  const annotations = object.metadata.annotations ?? {};
  if (annotations[argoHook] !== undefined) {
    return !valuesOf(object, argoHook).includes('Skip');
  }
  const helm = annotations[helmHook];
  return helm !== undefined && helm !== 'crd-install';
}

/** The phases in which a hook runs; none for hooks of Helm's that Argo CD does not run, such as tests. */
export function hookPhases(object: KubernetesObject): readonly SyncPhase[] {
  const wanted = valuesOf(object, argoHook);
  const own = syncPhases.filter(phase => wanted.includes(phase));
  const helm = valuesOf(object, helmHook).map(name => helmPhases[name]);
  return own.length > 0
    ? own
    : syncPhases.filter(phase => helm.includes(phase));
}

/** When a hook's object is removed: before it is made again, unless the hook says something else. */
export function deletePolicies(object: KubernetesObject): readonly string[] {
  const policies = [
    ...valuesOf(object, argoDeletePolicy),
    ...valuesOf(object, helmDeletePolicy).flatMap(
      name => helmPolicies[name] ?? [],
    ),
  ];
  return policies.length > 0 ? policies : ['BeforeHookCreation'];
}

/** The wave of an object; those with smaller numbers come first. */
export function waveOf(object: KubernetesObject): number {
  const { annotations = {} } = object.metadata;
  const wave = Number(annotations[argoWave] ?? annotations[helmWeight] ?? 0);
  return Number.isInteger(wave) ? wave : 0;
}

/** Whether an object's own `sync-options` has, for example, `Prune=false`. */
export function hasSyncOption(
  object: KubernetesObject,
  option: string,
): boolean {
  return valuesOf(object, 'argocd.argoproj.io/sync-options').includes(option);
}

function valuesOf(
  object: KubernetesObject,
  annotation: string,
): readonly string[] {
  const text = object.metadata.annotations?.[annotation] ?? '';
  return text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
}
