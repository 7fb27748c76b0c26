import type { Entity } from '@backstage/catalog-model';
import { Text } from '@backstage/ui';
import type { SourceStatus } from '@slipway/plugin-gitops-common';
import { Mono, Panel } from '../common';
import styles from './EmptyState.module.css';

const searchAnnotations = [
  'argocd/app-name',
  'argocd/app-selector',
  'argocd/app-namespace',
  'argocd/project-name',
  'argocd/instance-name',
];

function headline(engines: readonly SourceStatus[]): string {
  if (engines.length === 0) {
    return 'No Argo CD is configured that could have an application that matches:';
  }
  const names = engines.map(({ name }) => name).join(', ');
  return engines.every(({ state }) => state === 'live')
    ? `${names} has no application that matches:`
    : `${names} has not told all its applications yet. One is looked for that matches:`;
}

/** The annotations are there, but no application answers to them (yet): what is looked for, and where. */
export function NothingFound(props: {
  entity: Entity;
  sources: readonly SourceStatus[];
}) {
  const { entity, sources } = props;
  const annotations = entity.metadata.annotations ?? {};
  const engines = sources.filter(({ kind }) => kind === 'engine');
  return (
    <Panel className={styles.root}>
      <Text as="h2" variant="body-large" weight="bold">
        No application found yet
      </Text>
      <Text as="p" color="secondary">
        {headline(engines)}
      </Text>
      <ul>
        {searchAnnotations
          .filter(key => annotations[key])
          .map(key => (
            <li key={key}>
              <Mono>
                {key}: {annotations[key]}
              </Mono>
            </li>
          ))}
      </ul>
      <Text as="p" color="secondary">
        A component that has just been created takes a moment. This page keeps
        listening and fills by itself.
      </Text>
    </Panel>
  );
}
