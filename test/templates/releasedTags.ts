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

/** What Git asks for in one environment of a generated repository: a tag for each of its images. */
export async function releasedTags(
  { name, layout, packaging }: TemplateValues,
  environment: string,
  read: (file: string) => Promise<string>,
): Promise<readonly string[]> {
  const root = layout === 'platform' ? `apps/${name}/` : '';
  if (packaging === 'kustomize') {
    const file = `${root}k8s/overlays/${environment}/kustomization.yaml`;
    const { images } = overlaySchema.parse(parse(await read(file)));
    return images.map(({ newTag }) => newTag);
  }
  const short = environment === 'staging' ? 'stage' : environment;
  const file = `${root}charts/${name}/values-${short}.yaml`;
  const { image, services } = valuesSchema.parse(parse(await read(file)));
  return services
    ? Object.values(services).map(service => service.image.tag)
    : [image?.tag ?? 'none'];
}
