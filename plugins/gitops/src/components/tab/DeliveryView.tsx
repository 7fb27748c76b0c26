import type { Entity } from '@backstage/catalog-model';
import type { EntityDelivery } from '@slipway/plugin-gitops-common';
import type { ChangeMode } from '../../api';
import { groupDeployments } from '../../describe';
import { Announcer } from './Announcer';
import { EnvironmentLane } from './EnvironmentLane';
import { FreshnessBar } from './FreshnessBar';
import { MissingAnnotation } from './MissingAnnotation';
import { Notices } from './Notices';
import { NothingFound } from './NothingFound';
import { OtherDeployments } from './OtherDeployments';
import { PipelineSection } from './PipelineSection';
import { SourceAlerts } from './SourceAlerts';
import { TraceSection } from './TraceSection';
import styles from './DeliveryView.module.css';

/** Everything that is known about the delivery of one entity, whatever its state. */
export function DeliveryView(props: {
  delivery: EntityDelivery;
  entity: Entity;
  mode: ChangeMode;
  /** Why the last attempt to read failed; what is shown is then from `readAt`. */
  failure: Error | undefined;
  readAt: number;
}) {
  const { delivery, entity, mode, failure, readAt } = props;
  const { annotated } = delivery;
  if (!annotated.deployments && !annotated.pipeline) {
    return <MissingAnnotation entity={entity} missing="both" />;
  }
  const { stops, other } = groupDeployments(delivery);
  const hasDeployments = delivery.deployments.length > 0;
  return (
    <div className={styles.root}>
      <FreshnessBar
        delivery={delivery}
        mode={mode}
        interrupted={failure !== undefined}
      />
      <SourceAlerts
        sources={delivery.sources}
        failure={failure}
        readAt={readAt}
      />
      <Notices notices={delivery.notices ?? []} />
      {!annotated.deployments && (
        <MissingAnnotation entity={entity} missing="deployments" />
      )}
      {annotated.deployments && !hasDeployments && !delivery.notices && (
        <NothingFound entity={entity} sources={delivery.sources} />
      )}
      {hasDeployments && <EnvironmentLane stops={stops} delivery={delivery} />}
      {other.length > 0 && (
        <OtherDeployments deployments={other} delivery={delivery} />
      )}
      <PipelineSection delivery={delivery} entity={entity} />
      {delivery.trace.length > 0 && <TraceSection delivery={delivery} />}
      <Announcer delivery={delivery} />
    </div>
  );
}
