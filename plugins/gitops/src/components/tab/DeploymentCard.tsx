import { Text } from '@backstage/ui';
import type { Deployment, EntityDelivery } from '@slipway/plugin-gitops-common';
import { describeDeployment, headlineTag, overlayUrl } from '../../describe';
import { ExternalLink, Panel, StatusPill } from '../common';
import { DeploymentHeadline } from './DeploymentHeadline';
import { DeploymentNotes } from './DeploymentNotes';
import { OtherImages } from './OtherImages';
import { SyncButton } from './SyncButton';
import { countRolledOut, usePods } from './usePods';
import styles from './DeploymentCard.module.css';

/** One application: what runs there, since when, by whom, and whether that is what Git asks for. */
export function DeploymentCard(props: {
  title: string;
  subtitle?: string;
  deployment: Deployment;
  delivery: EntityDelivery;
}) {
  const { title, subtitle, deployment, delivery } = props;
  const { application, images } = deployment;
  const status = describeDeployment(deployment);
  const pods = usePods(deployment);
  const [first, ...others] = images;
  const tag = first && headlineTag(first, deployment);
  const rolledOut = tag && pods && countRolledOut(pods, tag);
  return (
    <Panel
      as="article"
      className={styles.card}
      label={subtitle ? `${title}, ${subtitle}` : title}
    >
      <header className={styles.header}>
        <div>
          <Text as="h3" variant="body-large" weight="bold">
            {title}
          </Text>
          {subtitle && (
            <Text as="div" variant="body-small" color="secondary">
              {subtitle}
            </Text>
          )}
        </div>
        <StatusPill view={status}>
          {status.text === 'Rolling out' && rolledOut && ` ${rolledOut}`}
        </StatusPill>
      </header>
      <DeploymentHeadline
        deployment={deployment}
        tag={tag}
        trace={delivery.trace}
        action={
          <SyncButton
            deployment={deployment}
            place={subtitle ?? title}
            capability={delivery.capabilities.sync[application.id.name]}
          />
        }
      />
      {others.length > 0 && (
        <OtherImages images={others} deployment={deployment} />
      )}
      <DeploymentNotes deployment={deployment} pods={pods} />
      <footer className={styles.footer}>
        {application.links.engine && (
          <ExternalLink href={application.links.engine}>Argo CD</ExternalLink>
        )}
        <ManifestsLink deployment={deployment} delivery={delivery} />
        {application.links.external[0] && (
          <ExternalLink href={application.links.external[0]}>
            Open site
          </ExternalLink>
        )}
      </footer>
    </Panel>
  );
}

function ManifestsLink(props: {
  deployment: Deployment;
  delivery: EntityDelivery;
}) {
  const [source] = props.deployment.application.sources;
  const url = overlayUrl(source, props.delivery.project);
  return url ? (
    <ExternalLink href={url}>
      {source?.helmValueFiles?.length ? 'Chart' : 'Overlay'}
    </ExternalLink>
  ) : null;
}
