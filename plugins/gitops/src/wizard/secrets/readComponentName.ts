import { z } from 'zod';

/** The component's name from another field of the form, `name` unless the template says otherwise; empty while it has none. */
export function readComponentName(
  formData: unknown,
  nameField: unknown,
): string {
  const key = typeof nameField === 'string' ? nameField : 'name';
  const { data } = z.record(z.string(), z.unknown()).safeParse(formData);
  const name = data?.[key];
  return typeof name === 'string' ? name : '';
}
