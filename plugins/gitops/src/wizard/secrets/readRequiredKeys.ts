import { z } from 'zod';

const keys = z.array(z.string());

/**
 * The keys that a component cannot do without: those of the option for what the form's field `starter` says, or, where the
 * option is a plain list, all of it.
 */
export function readRequiredKeys(
  option: unknown,
  formData: unknown,
): readonly string[] {
  const always = keys.safeParse(option);
  if (always.success) {
    return always.data;
  }
  const byStarter = z.record(z.string(), keys).safeParse(option);
  const form = z.object({ starter: z.string() }).safeParse(formData);
  return byStarter.success &&
    form.success &&
    Object.hasOwn(byStarter.data, form.data.starter)
    ? byStarter.data[form.data.starter]
    : [];
}
