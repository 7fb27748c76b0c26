import { z } from 'zod';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const lines = z
  .union([text.transform(line => [line]), z.array(z.any())])
  .transform(value => (value as unknown[]).flat(Infinity).map(String));

const variables = z
  .record(
    z.union([
      text,
      z.null().transform(() => ''),
      z
        .object({ value: text.optional() })
        .transform(({ value }) => value ?? ''),
    ]),
  )
  .nullish()
  .transform(value => value ?? {});

const paths = z.union([
  z.array(z.string()),
  z.object({ paths: z.array(z.string()) }).transform(value => value.paths),
]);

const when = z.enum([
  'on_success',
  'on_failure',
  'always',
  'manual',
  'delayed',
  'never',
]);

const allowFailure = z.union([
  z.boolean(),
  z.object({ exit_codes: z.unknown() }).transform(() => false),
]);

export const ruleSchema = z.object({
  if: z.string().optional(),
  changes: paths.optional(),
  exists: paths.optional(),
  when: when.optional(),
  allow_failure: allowFailure.optional(),
  variables: variables.optional(),
});

export type Rule = z.infer<typeof ruleSchema>;

const words = z
  .union([text.transform(value => [value]), z.array(text)])
  .transform(value => value);

const matrix = z.array(z.record(words));

/** `parallel: 3`, or one job for each combination of variables. */
const parallel = z.union([
  z.number().int().min(1).max(200),
  z.object({ matrix }).transform(value => value.matrix),
]);

const need = z.union([
  z.string().transform(job => ({ job, optional: false, matrix: undefined })),
  z
    .object({
      job: z.string(),
      optional: z.boolean().default(false),
      parallel: z.object({ matrix }).optional(),
    })
    .transform(({ job, optional, parallel: of }) => ({
      job,
      optional,
      matrix: of?.matrix,
    })),
]);

/** The keywords that decide what runs and when. Others are accepted and have no effect here. */
export const jobConfigSchema = z.object({
  stage: z.string().optional(),
  script: lines.optional(),
  run: z.unknown().optional(),
  trigger: z.unknown().optional(),
  before_script: lines.optional(),
  image: z
    .union([z.string(), z.object({ name: z.string() }).transform(i => i.name)])
    .optional(),
  variables: variables.optional(),
  rules: z.array(z.any()).optional(),
  only: z.unknown().optional(),
  except: z.unknown().optional(),
  when: when.optional(),
  allow_failure: allowFailure.optional(),
  needs: z.array(need).optional(),
  environment: z
    .union([z.string(), z.object({ name: z.string() }).transform(e => e.name)])
    .optional(),
  coverage: z.string().optional(),
  parallel: parallel.optional(),
  resource_group: text.optional(),
  manual_confirmation: z.string().optional(),
  /** Variables that hold a token of the job, by name. */
  id_tokens: z.record(z.unknown()).optional(),
});

export const rootConfigSchema = z.object({
  stages: z.array(z.string()).optional(),
  variables: variables.optional(),
  workflow: z.object({ rules: z.array(z.any()).optional() }).optional(),
});
