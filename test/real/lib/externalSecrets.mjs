import path from 'node:path';
import { kubectl } from './cluster.mjs';
import { externalSecretsFolder } from './tools.mjs';

/** What Kubernetes knows of the External Secrets Operator. The operator itself does not run: there is no store to read. */
export async function defineExternalSecrets() {
  const definition = 'external-secrets.io_externalsecrets.yaml';
  const folder = path.join(await externalSecretsFolder(), 'config/crds/bases');
  await kubectl([
    'apply',
    '--server-side',
    '-f',
    path.join(folder, definition),
  ]);
}
