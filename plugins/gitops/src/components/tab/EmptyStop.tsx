import { Text } from '@backstage/ui';
import styles from './EmptyStop.module.css';

/** An environment in which the component has no application. */
export function EmptyStop(props: { environment: string }) {
  return (
    <div className={styles.root}>
      <Text as="h3" variant="body-large" weight="bold">
        {props.environment}
      </Text>
      <Text as="p" color="secondary">
        Nothing is deployed here.
      </Text>
    </div>
  );
}
