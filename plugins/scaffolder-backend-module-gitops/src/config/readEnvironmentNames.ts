import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { defaultEnvironments } from '@slipway/plugin-gitops-common';
import { z } from 'zod';

const schema = z.array(
  z.union([
    z.string(),
    z.object({ name: z.string() }).transform(({ name }) => name),
  ]),
);

/** Names of `gitops.environments` in the order of promotion. Throws `InputError` for what is not a list of them. */
export function readEnvironmentNames(config: Config): readonly string[] {
  const value: unknown = config.getOptional('gitops.environments');
  if (value === undefined) {
    return defaultEnvironments.map(({ name }) => name);
  }
  const names = schema.safeParse(value);
  if (!names.success) {
    throw new InputError(
      'gitops.environments must be a list of names, or of objects with a name',
    );
  }
  return names.data;
}
