import { Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './SectionTitle.module.css';

/** Heading of a section, with what there is to say beside it. */
export function SectionTitle(props: {
  id: string;
  title: string;
  children?: ReactNode;
}) {
  return (
    <div className={styles.root}>
      <Text as="h2" id={props.id} variant="body-large" weight="bold">
        {props.title}
      </Text>
      {props.children && (
        <Text as="div" variant="body-small" color="secondary">
          {props.children}
        </Text>
      )}
    </div>
  );
}
