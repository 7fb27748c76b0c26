import { RenderError, type KubernetesObject } from '../../render';
import { isObject } from '../../render/json';
import type { GitHosts } from '../GitHosts';
import { applicationInputSchema, argocdNamespace } from '../model';
import type { ApplicationSet } from './applicationSetSchema';
import { generateParameters } from './generateParameters';
import { renderStrings } from './renderStrings';

const finalizer = 'resources-finalizer.argocd.argoproj.io';

/** The applications that an ApplicationSet asks for now. Throws `RenderError`. */
export async function generateApplications(
  applicationSet: ApplicationSet,
  hosts: GitHosts,
): Promise<readonly KubernetesObject[]> {
  const { metadata, spec } = applicationSet;
  const parameters = await generateParameters(applicationSet, hosts);
  const applications = parameters.map(each =>
    asApplication(
      renderStrings(spec.template, each, spec),
      spec.syncPolicy.preserveResourcesOnDeletion,
    ),
  );
  const names = applications.map(application => application.metadata.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new RenderError(
      `ApplicationSet ${metadata.name} contains applications with duplicate name: ${twice}`,
    );
  }
  return applications;
}

/** Unless they shall be preserved, what an application deployed goes with it. */
function asApplication(template: unknown, preserve: boolean): KubernetesObject {
  const input = applicationInputSchema.safeParse(template);
  if (!input.success || !isObject(template)) {
    const [issue] = input.error?.issues ?? [];
    throw new RenderError(
      `generated application is not valid: ${issue?.path.join('.')}: ${issue?.message}`,
    );
  }
  const { name, labels, annotations, finalizers = [] } = input.data.metadata;
  const kept = finalizers.length > 0 || preserve ? finalizers : [finalizer];
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: argocdNamespace,
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ...(kept.length > 0 && { finalizers: kept }),
    },
    spec: input.data.spec,
  };
}
