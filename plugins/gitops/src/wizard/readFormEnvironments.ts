import type { ConfigApi } from '@backstage/core-plugin-api';
import { z } from 'zod';
import { readEnvironmentNames } from '../catalog/readEnvironmentNames';

const schema = z
  .array(
    z.union([
      z.string(),
      z.object({ name: z.string() }).transform(e => e.name),
    ]),
  )
  .min(1);

/** The environments that a wizard field is about: its own option, else what the form says, else what the app configures. */
export function readFormEnvironments(sources: {
  readonly option: unknown;
  readonly formData: unknown;
  readonly config: ConfigApi | undefined;
}): readonly string[] {
  const { option, formData, config } = sources;
  const form = z.object({ environments: schema }).safeParse(formData);
  const own = schema.safeParse(option);
  if (own.success) {
    return own.data;
  }
  if (form.success) {
    return form.data.environments;
  }
  return config ? readEnvironmentNames(config).map(({ name }) => name) : [];
}
