import { seconds, type Cluster } from '../cluster';
import { RenderError } from '../render';
import { sameJson } from '../render/json';
import {
  compareApplication,
  summarize,
  type Comparison,
} from './compareApplication';
import type { ManifestSource, TargetState } from './ManifestSource';
import {
  isMultiSource,
  sourcesOf,
  type Application,
  type ApplicationStatus,
  type Condition,
  type Project,
  type Revisions,
} from './model';
import { specProblems } from './projectRules';

/** What a refresh found out. */
export type RefreshResult =
  | {
      readonly state: 'compared';
      readonly target: TargetState;
      readonly comparison: Comparison;
    }
  | {
      readonly state: 'failed';
      readonly condition: Omit<Condition, 'lastTransitionTime'>;
    };

/** Compares what Git asks for, now or at known revisions, with what is in the cluster. */
export async function refreshApplication(
  application: Application,
  project: Project | undefined,
  manifests: ManifestSource,
  cluster: Cluster,
  revisions: readonly (string | undefined)[] = [],
): Promise<RefreshResult> {
  const { name } = application.metadata;
  const { spec } = application;
  const problems = project
    ? specProblems(spec, project)
    : [`Application referencing project ${spec.project} which does not exist`];
  if (problems.length > 0) {
    const condition = { type: 'InvalidSpecError', message: problems.join(';') };
    return { state: 'failed', condition };
  }
  try {
    const target = await manifests.render(application, revisions);
    return {
      state: 'compared',
      target,
      comparison: compareApplication(name, target.objects, cluster),
    };
  } catch (error) {
    if (error instanceof RenderError) {
      const message = `Failed to load target state: ${error.message}`;
      return {
        state: 'failed',
        condition: { type: 'ComparisonError', message },
      };
    }
    throw error;
  }
}

/** The status after a refresh; times change only with what they belong to. */
export function statusAfterRefresh(
  application: Application,
  result: RefreshResult,
  cluster: Cluster,
  now: Date,
): ApplicationStatus {
  const { spec, status: old, metadata } = application;
  const at = seconds(now.toISOString());
  const records = cluster.recordsOf(metadata.name);
  const live = compareApplication(metadata.name, [], cluster);
  const health =
    result.state === 'compared'
      ? result.comparison.health
      : invalidHealth(result.condition.type, live.health);
  const conditions = withTimes(
    [
      ...(result.state === 'failed' ? [result.condition] : []),
      ...(old.conditions ?? []).filter(
        condition => condition.type === 'SyncError',
      ),
    ],
    old.conditions ?? [],
    at,
  );
  const next: ApplicationStatus = {
    ...old,
    ...(result.state === 'compared' && {
      resources: result.comparison.resources.map(({ status }) => {
        // Argo CD keeps the health of resources in the tree, not here
        const { health: _, ...rest } = status;
        return rest;
      }),
      sourceType: result.target.sourceType,
    }),
    sync: {
      status: result.state === 'compared' ? result.comparison.sync : 'Unknown',
      comparedTo: isMultiSource(spec)
        ? { sources: sourcesOf(spec), destination: spec.destination }
        : { source: spec.source, destination: spec.destination },
      ...(result.state === 'compared'
        ? revisionFields(application, result.target.revisions)
        : revisionFields(
            application,
            sourcesOf(spec).map(source => source.targetRevision ?? ''),
          )),
    },
    health: {
      status: health,
      lastTransitionTime:
        old.health.status === health ? old.health.lastTransitionTime : at,
    },
    conditions: conditions.length > 0 ? conditions : undefined,
    summary: summarize(records),
    resourceHealthSource: 'appTree',
    controllerNamespace: 'argocd',
  };
  const unchanged = sameJson({ ...next, reconciledAt: old.reconciledAt }, old);
  return unchanged ? old : { ...next, reconciledAt: at };
}

/** One source fills `revision`, several fill `revisions`. */
export function revisionFields(
  application: Pick<Application, 'spec'>,
  revisions: readonly string[],
): Revisions {
  return isMultiSource(application.spec)
    ? { revisions }
    : { revision: revisions[0] };
}

function invalidHealth(condition: string, live: Comparison['health']) {
  return condition === 'InvalidSpecError' ? 'Unknown' : live;
}

function withTimes(
  conditions: readonly Omit<Condition, 'lastTransitionTime'>[],
  old: readonly Condition[],
  at: string,
): readonly Condition[] {
  return conditions.map(({ type, message }) => ({
    type,
    message,
    lastTransitionTime:
      old.find(other => other.type === type && other.message === message)
        ?.lastTransitionTime ?? at,
  }));
}
