import path from 'node:path';
import { isReachable, toolsRoot } from './findTool';
import { runTool, type RunToolOptions } from './runTool';

const schemas = path.join(toolsRoot, 'schemas');
const locations = [
  `${schemas}/{{.NormalizedKubernetesVersion}}{{.StrictSuffix}}/{{.ResourceKind}}{{.KindSuffix}}.json`,
  `${schemas}/crd/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`,
];
const missing = [
  'v1.36.0-strict/deployment-apps-v1.json',
  'crd/argoproj.io/application_v1alpha1.json',
  'crd/bitnami.com/sealedsecret_v1alpha1.json',
  'crd/external-secrets.io/externalsecret_v1.json',
]
  .map(file => path.join(schemas, file))
  .find(file => !isReachable(file));

/** What a test with `validate` needs, for `itWith`; `tools` are those that it needs besides. */
export function schemaNeeds(...tools: readonly string[]) {
  return {
    tools: [...tools, 'kubeconform'],
    ...(missing && { problem: `no ${missing}` }),
  };
}

/**
 * Checks manifests by the schemas of Kubernetes and of all custom resources that templates use. Throws when one is invalid or
 * has no schema, and when there is none.
 */
export async function validate(
  kubeconform = '',
  manifests: RunToolOptions & { readonly files?: readonly string[] } = {},
): Promise<void> {
  const { files = [], ...options } = manifests;
  const summary = await runTool(
    kubeconform,
    [
      ...['-strict', '-summary', '-kubernetes-version', '1.36.0'],
      ...locations.flatMap(each => ['-schema-location', each]),
      ...files,
    ],
    options,
  );
  if (!/Valid: [1-9]\d*, Invalid: 0, Errors: 0, Skipped: 0/.test(summary)) {
    throw new Error(`Not everything was checked:\n${summary}`);
  }
}
