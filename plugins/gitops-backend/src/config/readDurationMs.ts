import { type Config, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';
import type { ReportProblem } from './readGitopsConfig';

const shortestMs = 10;

export function readDurationMs(
  root: Config,
  key: string,
  defaultMs: number,
  report: ReportProblem,
): number {
  if (!root.has(key)) {
    return defaultMs;
  }
  try {
    const ms = durationToMilliseconds(readDurationFromConfig(root, { key }));
    if (ms >= shortestMs) {
      return ms;
    }
    report(key, `must be at least ${shortestMs} milliseconds`);
  } catch (error) {
    report(key, error instanceof Error ? error.message : String(error));
  }
  return defaultMs;
}
