import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { defaultEnvironmentLabel } from '@slipway/plugin-gitops-common';
import type { GitopsConfig } from './GitopsConfig';
import { readCertificateConfigs } from './readCertificateConfigs';
import { readDurationMs } from './readDurationMs';
import { readEnvironments } from './readEnvironments';

/** Collects what is wrong, each with its config path, so that all of it is seen at once. */
export type ReportProblem = (path: string, problem: string) => void;

/** Reads the `gitops` block. Throws one `InputError` that lists every problem. */
export function readGitopsConfig(root: Config): GitopsConfig {
  const problems: string[] = [];
  const report: ReportProblem = (path, problem) => {
    problems.push(`${path}: ${problem}`);
  };
  const duration = (key: string, defaultMs: number) =>
    readDurationMs(root, `gitops.${key}`, defaultMs, report);

  const environments = readEnvironments(root, report);
  const config: GitopsConfig = {
    environments,
    environmentLabel: readLabel(root, report),
    projection: {
      resyncIntervalMs: duration('projection.resyncInterval', 5 * 60_000),
      reconnectDelayMs: duration('projection.reconnectDelay', 1_000),
    },
    pipelines: {
      pollIntervalMs: duration('pipelines.pollInterval', 5_000),
      cacheTtlMs: duration('pipelines.cacheTtl', 30_000),
    },
    certificates: readCertificateConfigs(root, environments, report),
  };
  if (problems.length > 0) {
    throw new InputError(
      `The configuration of gitops has ${problems.length} problem(s):\n${problems
        .map(problem => `  - ${problem}`)
        .join('\n')}`,
    );
  }
  return config;
}

function readLabel(root: Config, report: ReportProblem): string {
  const path = 'gitops.environmentLabel';
  const label = root.getOptional(path);
  if (label === undefined) {
    return defaultEnvironmentLabel;
  }
  if (typeof label !== 'string' || !label.trim()) {
    report(path, 'must be the key of a label');
    return defaultEnvironmentLabel;
  }
  return label.trim();
}
