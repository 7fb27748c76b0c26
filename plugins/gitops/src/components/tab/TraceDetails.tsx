import { Text } from '@backstage/ui';
import type { EntityDelivery, TraceRow } from '@slipway/plugin-gitops-common';
import { Fragment } from 'react';
import { describePipeline } from '../../describe';
import { Age, ExternalLink, Mono, Panel } from '../common';
import { TracePlace } from './TracePlace';
import styles from './TraceDetails.module.css';

/** One commit in full: who, which run, which image, and how it stands in each environment. */
export function TraceDetails(props: {
  row: TraceRow;
  delivery: EntityDelivery;
}) {
  const { row, delivery } = props;
  const { commit, pipeline, image } = row;
  return (
    <Panel label={`Commit ${commit.sha.slice(0, 8)}`}>
      <Text as="h3" variant="body-large" weight="bold">
        {commit.title}
      </Text>
      <dl className={styles.list}>
        <dt>Commit</dt>
        <dd>
          <ExternalLink href={commit.webUrl}>
            <Mono>{commit.sha.slice(0, 12)}</Mono>
          </ExternalLink>
        </dd>
        <dt>Author</dt>
        <dd>
          {commit.authorName ?? 'unknown'}
          {commit.authoredAt && (
            <>
              , <Age at={commit.authoredAt} />
            </>
          )}
        </dd>
        <dt>Pipeline</dt>
        <dd>
          {pipeline ? (
            <>
              <ExternalLink href={pipeline.webUrl}>
                {pipeline.label}
              </ExternalLink>{' '}
              {describePipeline(pipeline).text}
            </>
          ) : (
            'no run'
          )}
        </dd>
        <dt>Image</dt>
        <dd>
          {image.state === 'built' ? (
            <Mono>
              {image.repository ? `${image.repository}:` : ''}
              {image.tag}
            </Mono>
          ) : (
            <>
              {image.state === 'pending' ? 'not built yet' : 'none was built'}
            </>
          )}
        </dd>
        {delivery.environments.map(({ name }) => (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>
              <TracePlace row={row} environment={name} delivery={delivery} />
            </dd>
          </Fragment>
        ))}
      </dl>
    </Panel>
  );
}
