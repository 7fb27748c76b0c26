import type { ConfigApi } from '@backstage/core-plugin-api';
import {
  defaultEnvironments,
  type Environment,
} from '@slipway/plugin-gitops-common';
import { z } from 'zod';

const schema = z.array(
  z.union([
    z.string().transform(name => ({ name })),
    z.object({ name: z.string() }),
  ]),
);

/** The environments of `gitops.environments`, in order; the default ones where none are configured. */
export function readEnvironmentNames(
  config: ConfigApi,
): readonly Pick<Environment, 'name'>[] {
  const configured = schema.safeParse(
    config.getOptional('gitops.environments'),
  );
  return configured.success && configured.data.length > 0
    ? configured.data
    : defaultEnvironments;
}
