import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './Cards.module.css';

/** A titled card for an entity's overview. */
export function EntityCard(props: { title: string; children: ReactNode }) {
  return (
    <Card>
      <CardHeader>
        <Text as="h2" variant="body-large" weight="bold">
          {props.title}
        </Text>
      </CardHeader>
      <CardBody>
        <div className={styles.body}>{props.children}</div>
      </CardBody>
    </Card>
  );
}
