import { Text } from '@backstage/ui';
import type {
  EntityDelivery,
  SourceStatus,
} from '@slipway/plugin-gitops-common';
import type { ChangeMode } from '../../api';
import { Age, Mono } from '../common';
import styles from './FreshnessBar.module.css';

type Freshness = 'live' | 'polling' | 'waiting' | 'stale';

const words: Readonly<Record<Freshness, string>> = {
  live: 'Live',
  polling: 'Updated every 15 s',
  waiting: 'Connecting',
  stale: 'Last known state',
};

const freshnessOf = (
  mode: ChangeMode,
  sources: readonly SourceStatus[],
  interrupted: boolean,
): Freshness => {
  if (interrupted || sources.some(({ state }) => state === 'unreachable')) {
    return 'stale';
  }
  if (mode === 'polling') {
    return 'polling';
  }
  const settled = sources.every(({ state }) => state === 'live');
  return mode === 'streaming' && settled ? 'live' : 'waiting';
};

/** Which systems the page speaks of, how fresh that is, and which image it is about. */
export function FreshnessBar(props: {
  delivery: EntityDelivery;
  mode: ChangeMode;
  interrupted: boolean;
}) {
  const { delivery, mode, interrupted } = props;
  const freshness = freshnessOf(mode, delivery.sources, interrupted);
  const image = delivery.deployments[0]?.images[0]?.repository;
  return (
    <div className={styles.root}>
      <Text as="div" variant="body-small" color="secondary">
        <span className={styles.state} data-freshness={freshness}>
          {words[freshness]}
        </span>
        {delivery.sources.map(({ name, observedAt }) => (
          <span key={name} className={styles.source}>
            {name}
            {freshness !== 'live' && observedAt && (
              <>
                {' '}
                (<Age at={observedAt} />)
              </>
            )}
          </span>
        ))}
      </Text>
      {image && (
        <Text as="div" variant="body-small" color="secondary">
          Image{' '}
          <span className={styles.image}>
            <Mono>{image}</Mono>
          </span>
        </Text>
      )}
    </div>
  );
}
