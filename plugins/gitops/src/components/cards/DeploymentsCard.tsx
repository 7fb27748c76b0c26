import { Alert, Skeleton, Text } from '@backstage/ui';
import {
  isUnreleased,
  shortTag,
  type Deployment,
} from '@slipway/plugin-gitops-common';
import {
  describeDeployment,
  errorMessage,
  groupDeployments,
  headlineTag,
} from '../../describe';
import { useEntityDelivery } from '../../live';
import { Age, Mono, StatusPill } from '../common';
import { EntityCard } from './EntityCard';
import styles from './Cards.module.css';

/** What runs where, one row an environment. */
export function DeploymentsCard() {
  const { query } = useEntityDelivery();
  const { data, error } = query;
  if (!data) {
    return (
      <EntityCard title="Deployments">
        {error ? (
          <Alert status="warning" icon title={errorMessage(error)} />
        ) : (
          <Skeleton width="100%" height={96} />
        )}
      </EntityCard>
    );
  }
  const { stops, other } = groupDeployments(data);
  const unreachable = data.sources.filter(
    ({ state, kind }) => state === 'unreachable' && kind === 'engine',
  );
  return (
    <EntityCard title="Deployments">
      {unreachable.map(({ name, observedAt }) => (
        <Text key={name} as="p" variant="body-small" color="warning">
          {name} cannot be reached.{' '}
          {observedAt && (
            <>
              This is from <Age at={observedAt} />.
            </>
          )}
        </Text>
      ))}
      {data.deployments.length === 0 ? (
        <Text as="p" color="secondary">
          {data.annotated.deployments
            ? 'No application has been found yet.'
            : 'No applications are connected. The Deployments tab says how.'}
        </Text>
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Environment</th>
              <th scope="col">Tag</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {stops.map(({ environment, deployments }) =>
              deployments.length === 0 ? (
                <tr key={environment.name}>
                  <th scope="row">{environment.name}</th>
                  <td className={styles.quiet} colSpan={2}>
                    –
                  </td>
                </tr>
              ) : (
                deployments.map(deployment => (
                  <DeploymentRow
                    key={`${deployment.application.id.instance}/${deployment.application.id.name}`}
                    title={environment.name}
                    deployment={deployment}
                  />
                ))
              ),
            )}
            {other.map(deployment => (
              <DeploymentRow
                key={`${deployment.application.id.instance}/${deployment.application.id.name}`}
                title={deployment.application.id.name}
                deployment={deployment}
              />
            ))}
          </tbody>
        </table>
      )}
    </EntityCard>
  );
}

function DeploymentRow(props: { title: string; deployment: Deployment }) {
  const { title, deployment } = props;
  const [image, ...more] = deployment.images;
  const tag = image && headlineTag(image, deployment);
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>
        {tag && !isUnreleased(tag) ? <Mono>{shortTag(tag)}</Mono> : '–'}
        {more.length > 0 && (
          <span className={styles.quiet}>
            {' '}
            +{more.length} {more.length === 1 ? 'image' : 'images'}
          </span>
        )}
      </td>
      <td>
        <StatusPill view={describeDeployment(deployment)} />
      </td>
    </tr>
  );
}
