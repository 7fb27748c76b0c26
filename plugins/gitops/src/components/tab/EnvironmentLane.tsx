import type { EntityDelivery } from '@slipway/plugin-gitops-common';
import { Fragment } from 'react';
import type { LaneStop } from '../../describe';
import { SectionTitle } from '../common';
import { DeploymentCard } from './DeploymentCard';
import { EmptyStop } from './EmptyStop';
import { LaneConnector } from './LaneConnector';
import styles from './EnvironmentLane.module.css';

const applicationKey = (id: {
  instance: string;
  name: string;
  namespace?: string;
}) => JSON.stringify([id.instance, id.namespace, id.name]);

const applicationTitle = (id: { instance: string; name: string }) =>
  `${id.name} on ${id.instance}`;

/** The environments side by side, in the order in which a change moves through them. */
export function EnvironmentLane(props: {
  stops: readonly LaneStop[];
  delivery: EntityDelivery;
}) {
  const { stops, delivery } = props;
  return (
    <section aria-labelledby="gitops-environments">
      <SectionTitle id="gitops-environments" title="Environments">
        in the order of promotion
      </SectionTitle>
      <ol className={styles.lane}>
        {stops.map(({ environment, deployments }, index) => {
          const previous = stops[index - 1]?.environment.name;
          return (
            <Fragment key={environment.name}>
              {previous !== undefined && (
                <li className={styles.connector}>
                  <LaneConnector
                    from={previous}
                    to={environment.name}
                    delta={delivery.deltas.find(
                      ({ from, to }) =>
                        from === previous && to === environment.name,
                    )}
                  />
                </li>
              )}
              <li className={styles.stop}>
                {deployments.length === 0 ? (
                  <EmptyStop environment={environment.name} />
                ) : (
                  deployments.map(deployment => (
                    <DeploymentCard
                      key={applicationKey(deployment.application.id)}
                      title={environment.name}
                      subtitle={
                        deployments.length > 1
                          ? applicationTitle(deployment.application.id)
                          : undefined
                      }
                      deployment={deployment}
                      delivery={delivery}
                    />
                  ))
                )}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </section>
  );
}
