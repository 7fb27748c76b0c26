import { parse } from 'yaml';
import { z } from 'zod';
import type { TemplateValues } from './anInput';

const overlaySchema = z.object({
  images: z.array(z.object({ newTag: z.string() })),
});
const imageSchema = z.object({ image: z.object({ tag: z.string() }) });
const valuesSchema = imageSchema
  .partial()
  .extend({ services: z.record(imageSchema).optional() });

/** The only file that says what runs in an environment of a generated repository. */
export function versionFile(
  { name, layout, packaging }: TemplateValues,
  environment: string,
): string {
  const root = layout === 'platform' ? `apps/${name}/` : '';
  const short = environment === 'staging' ? 'stage' : environment;
  return packaging === 'kustomize'
    ? `${root}k8s/overlays/${environment}/kustomization.yaml`
    : `${root}charts/${name}/values-${short}.yaml`;
}

/** What Git asks for in one environment of a generated repository: a tag for each of its images. */
export async function releasedTags(
  input: TemplateValues,
  environment: string,
  read: (file: string) => Promise<string>,
): Promise<readonly string[]> {
  const content: unknown = parse(await read(versionFile(input, environment)));
  if (input.packaging === 'kustomize') {
    return overlaySchema.parse(content).images.map(({ newTag }) => newTag);
  }
  const { image, services } = valuesSchema.parse(content);
  return services
    ? Object.values(services).map(service => service.image.tag)
    : [image?.tag ?? 'none'];
}
