import type { Config } from '@backstage/config';
import {
  checkEnvironmentName,
  defaultEnvironments,
  type Environment,
} from '@slipway/plugin-gitops-common';
import { z } from 'zod';
import type { ReportProblem } from './readGitopsConfig';

const environmentSchema = z.union([
  z.string().transform(name => ({ name, tier: defaultTier(name) })),
  z.object({
    name: z.string(),
    tier: z.enum(['development', 'staging', 'production']).optional(),
  }),
]);

const path = 'gitops.environments';

export function readEnvironments(
  root: Config,
  report: ReportProblem,
): readonly Environment[] {
  const value: unknown = root.getOptional(path);
  if (value === undefined) {
    return defaultEnvironments;
  }
  if (!Array.isArray(value) || value.length === 0) {
    report(path, 'must be a list with at least one environment');
    return defaultEnvironments;
  }
  const names = new Set<string>();
  return value.flatMap((item: unknown, position) => {
    const itemPath = `${path}[${position}]`;
    const parsed = environmentSchema.safeParse(item);
    if (!parsed.success) {
      report(
        itemPath,
        'must be a name, or an object with name and tier (development, staging or production)',
      );
      return [];
    }
    const { name, tier } = parsed.data;
    const problem = checkEnvironmentName(name);
    if (problem) {
      report(itemPath, problem);
    } else if (names.has(name)) {
      report(itemPath, `“${name}” is listed twice`);
    }
    names.add(name);
    return [{ name, position, ...(tier && { tier }) }];
  });
}

function defaultTier(name: string): Environment['tier'] {
  return defaultEnvironments.find(known => known.name === name)?.tier;
}
