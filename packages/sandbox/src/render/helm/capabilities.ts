import { Struct, type Value } from '../goTemplate';

/** Versions of the APIs that the sandbox's cluster has. */
const apiVersions: readonly string[] = [
  'v1',
  'admissionregistration.k8s.io/v1',
  'apiextensions.k8s.io/v1',
  'apps/v1',
  'argoproj.io/v1alpha1',
  'autoscaling/v1',
  'autoscaling/v2',
  'batch/v1',
  'bitnami.com/v1alpha1',
  'certificates.k8s.io/v1',
  'coordination.k8s.io/v1',
  'discovery.k8s.io/v1',
  'external-secrets.io/v1',
  'networking.k8s.io/v1',
  'policy/v1',
  'rbac.authorization.k8s.io/v1',
  'scheduling.k8s.io/v1',
  'storage.k8s.io/v1',
];

const defaultVersion = 'v1.34.0';

/** `.Capabilities`: what the cluster can do. */
export function capabilities(options: {
  readonly kubeVersion?: string;
  readonly apiVersions?: readonly string[];
}): Value {
  const plain = (options.kubeVersion ?? defaultVersion).replace(/^v/, '');
  const [major = '1', minor = '0'] = plain.split('.');
  const version = `v${plain}`;
  const known = new Set([...apiVersions, ...(options.apiVersions ?? [])]);
  return new Struct('*chartutil.Capabilities', {
    KubeVersion: new Struct('chartutil.KubeVersion', {
      Version: version,
      GitVersion: version,
      Major: major,
      Minor: minor,
    }),
    APIVersions: new Struct(
      'chartutil.VersionSet',
      {},
      {
        // `apps/v1` and `apps/v1/Deployment` are both asked for
        Has: api =>
          known.has(String(api)) ||
          known.has(String(api).replace(/\/[A-Z]\w*$/, '')),
      },
    ),
    HelmVersion: new Struct('chartutil.HelmVersion', {
      Version: 'v3.19.0',
      GitCommit: '',
      GitTreeState: '',
      GoVersion: '',
    }),
  });
}
