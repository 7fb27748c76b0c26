import type { Entity } from '@backstage/catalog-model';
import { Text } from '@backstage/ui';
import { CopySnippet, Panel } from '../common';
import styles from './EmptyState.module.css';

type Missing = 'both' | 'deployments' | 'pipeline';

const titles: Readonly<Record<Missing, string>> = {
  both: 'Nothing is connected to this entity yet',
  deployments: 'No deployments are connected to this entity yet',
  pipeline: 'No pipeline is connected to this entity yet',
};

const snippetOf = (missing: Missing, name: string) =>
  [
    'metadata:',
    '  annotations:',
    ...(missing === 'pipeline'
      ? []
      : [`    argocd/app-selector: gitops/component=${name}`]),
    ...(missing === 'deployments'
      ? []
      : [`    gitlab.com/project-slug: my-group/${name}`]),
  ].join('\n');

/** Says which annotation leads to what, ready to be pasted into the entity's file. */
export function MissingAnnotation(props: { entity: Entity; missing: Missing }) {
  const { entity, missing } = props;
  return (
    <Panel className={styles.root}>
      <Text as="h2" variant="body-large" weight="bold">
        {titles[missing]}
      </Text>
      <Text as="p" color="secondary">
        Add to the entity’s <code>catalog-info.yaml</code>
        {missing !== 'pipeline' && (
          <>
            {' '}
            how its Argo CD applications are found: by labels as below, or one
            application by name with <code>argocd/app-name</code>
          </>
        )}
        {missing === 'both' && ', and'}
        {missing !== 'deployments' && (
          <>
            {' '}
            which project builds it (<code>github.com/project-slug</code> for
            GitHub)
          </>
        )}
        .
      </Text>
      <CopySnippet
        label="Annotations to add"
        text={snippetOf(missing, entity.metadata.name)}
      />
    </Panel>
  );
}
