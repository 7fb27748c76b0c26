import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import type { SealedSecretManifest } from '@slipway/plugin-gitops-common';
import { stringify } from 'yaml';

/** Records with which certificate an object was sealed, so that one sealed with an old key can be found. */
export const sealedWithAnnotation = 'gitops/sealed-with';

/** Writes the object as YAML below `root`. Throws `NotAllowedError` for a path that leads outside. */
export async function writeSealedSecret(
  root: string,
  path: string,
  manifest: SealedSecretManifest,
  fingerprint: string | undefined,
): Promise<void> {
  const file = resolveSafeChildPath(root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, sealedSecretYaml(manifest, fingerprint));
}

/** The YAML of a sealed secret, for Git. */
export function sealedSecretYaml(
  manifest: SealedSecretManifest,
  fingerprint: string | undefined,
): string {
  const annotations = {
    ...manifest.metadata.annotations,
    ...(fingerprint && { [sealedWithAnnotation]: `sha256:${fingerprint}` }),
  };
  const metadata = {
    ...manifest.metadata,
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
  return stringify(
    { ...manifest, metadata },
    // A folded base64 text is hard to compare.
    { lineWidth: 0 },
  );
}
