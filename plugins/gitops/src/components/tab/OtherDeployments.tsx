import type { Deployment, EntityDelivery } from '@slipway/plugin-gitops-common';
import { SectionTitle } from '../common';
import { DeploymentCard } from './DeploymentCard';
import styles from './OtherDeployments.module.css';

/** Applications of the component that belong to none of the configured environments. */
export function OtherDeployments(props: {
  deployments: readonly Deployment[];
  delivery: EntityDelivery;
}) {
  return (
    <section aria-labelledby="gitops-other">
      <SectionTitle id="gitops-other" title="Other">
        applications that belong to no environment
      </SectionTitle>
      <div className={styles.grid}>
        {props.deployments.map(deployment => {
          const { instance, namespace, name } = deployment.application.id;
          return (
            <DeploymentCard
              key={JSON.stringify([instance, namespace, name])}
              title={name}
              subtitle={`on ${instance}`}
              deployment={deployment}
              delivery={props.delivery}
            />
          );
        })}
      </div>
    </section>
  );
}
