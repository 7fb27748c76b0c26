import type { Entity } from '@backstage/catalog-model';
import type { Application } from '@slipway/plugin-gitops-common';
import { anApplication } from '@slipway/plugin-gitops-common/testUtils';

/** A component with its applications chosen by label and a project at `gitlab.example`. */
export function aComponent(
  name: string,
  overrides: {
    readonly annotations?: Readonly<Record<string, string>>;
    readonly owner?: string;
  } = {},
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      annotations: {
        'argocd/app-selector': `gitops/component=${name}`,
        'gitlab.com/project-slug': `shop/${name}`,
        ...overrides.annotations,
      },
    },
    relations: [
      { type: 'ownedBy', targetRef: overrides.owner ?? 'group:default/shop' },
    ],
    spec: {},
  };
}

/** An application of a component in an environment, synced and at rest, which runs the given tag. */
export function anApplicationOf(
  component: string,
  environment: string,
  tag: string,
  overrides: Partial<Application> = {},
): Application {
  const name = `${component}-${environment}`;
  return anApplication({
    id: { instance: 'main', namespace: 'argocd', name },
    project: component,
    labels: {
      'gitops/component': component,
      'gitops/environment': environment,
    },
    destination: { namespace: name },
    liveImages: [`registry.example/shop/${component}:${tag}`],
    ...overrides,
  });
}
