import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderPackaging, short, type PackagedApp } from './packagedApp';

/** As `sealed-secrets:write` leaves it, but that it does not open. */
const sealedSecret = (name: string, environment: string) =>
  `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata:
  name: ${name}-secrets
  namespace: ${name}-${environment}
spec:
  encryptedData:
    API_KEY: AgBYxq
`;

/** What `renderPackaging` gives, and the sealed secrets that the app has. */
export async function renderWithSecrets(
  app: PackagedApp,
): Promise<ReadonlyMap<string, string>> {
  const sealed = app.sealed.map(
    environment =>
      [
        app.packaging === 'helm'
          ? `charts/${app.name}/sealed/${short[environment]}.yaml`
          : `k8s/overlays/${environment}/sealed-secret.yaml`,
        sealedSecret(app.name, environment),
      ] as const,
  );
  return new Map([...(await renderPackaging(app)), ...sealed]);
}

/** Writes files into a new folder below `root`, and gives its path. */
export async function writeFiles(
  files: ReadonlyMap<string, string>,
  root: string,
): Promise<string> {
  const folder = await mkdtemp(path.join(root, 'app-'));
  for (const [file, text] of files) {
    const target = path.join(folder, file);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  return folder;
}
