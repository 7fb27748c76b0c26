import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { startScaffolder } from './startScaffolder';
import { readTemplateFolder, templatesRoot } from './templateFolder';

const dryRunSchema = z.object({
  log: z.array(
    z.object({ body: z.object({ message: z.string() }).passthrough() }),
  ),
  directoryContents: z.array(
    z.object({
      path: z.string(),
      base64Content: z.string(),
      executable: z.boolean().optional(),
    }),
  ),
  output: z.record(z.unknown()),
  steps: z.array(z.object({ id: z.string(), name: z.string() }).passthrough()),
});

// What the form refuses; a step that fails answers with Backstage's usual error body instead.
const refusalSchema = z.object({
  errors: z.array(z.object({ stack: z.string() })),
});

/** What a dry run of a template gives. */
export interface Rendered {
  /** Content by path, in the order of the paths. */
  readonly files: ReadonlyMap<string, string>;
  readonly output: Readonly<Record<string, unknown>>;
  /** Everything that the scaffolder would show of the run. */
  readonly log: readonly string[];
}

/** The form was refused; `message` says where and why. */
export class RefusedInput extends Error {}

/**
 * Runs a template in the scaffolder's own dry run, with the actions that are really installed. Throws `RefusedInput` when the
 * values do not satisfy the template's form.
 */
export async function dryRunTemplate(
  values: object,
  template = 'python-gitops-app',
): Promise<Rendered> {
  const folder = path.join(templatesRoot, template);
  const text = await readFile(path.join(folder, 'template.yaml'), 'utf8');
  return dryRun(parse(text), values, folder);
}

/** As `dryRunTemplate`, for a template that is not in the folder which its steps fetch from. */
export async function dryRun(
  template: unknown,
  values: object,
  folder: string,
): Promise<Rendered> {
  const scaffolder = await startScaffolder();
  const response = await fetch(
    `${scaffolder.baseUrl}/api/scaffolder/v2/dry-run`,
    {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        template,
        values,
        directoryContents: await readTemplateFolder(folder),
      }),
    },
  );
  const body: unknown = await response.json();
  const refused = refusalSchema.safeParse(body);
  if (refused.success) {
    throw new RefusedInput(
      refused.data.errors.map(error => error.stack).join('; '),
    );
  }
  if (!response.ok) {
    throw new Error(
      `Dry run answered ${response.status}: ${JSON.stringify(body)}`,
    );
  }
  const result = dryRunSchema.parse(body);
  const files = result.directoryContents
    .map(
      file =>
        [
          file.path,
          Buffer.from(file.base64Content, 'base64').toString('utf8'),
        ] as const,
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    files: new Map(files),
    output: result.output,
    log: result.log.map(entry => entry.body.message),
  };
}

/** The repository that a template makes: content by path. */
export async function renderTemplate(
  values: object,
  template?: string,
): Promise<ReadonlyMap<string, string>> {
  return (await dryRunTemplate(values, template)).files;
}

/** Writes the repository that a template makes into a folder, which may exist. */
export async function renderToFolder(
  values: object,
  folder: string,
  template?: string,
): Promise<ReadonlyMap<string, string>> {
  const files = await renderTemplate(values, template);
  for (const [file, content] of files) {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, content);
  }
  return files;
}
