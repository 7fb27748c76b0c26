import type { ReactNode } from 'react';
import type { StatusView } from '../../describe';
import { StatusIcon } from './StatusIcon';
import styles from './Status.module.css';

/** A status as icon and text on a tinted ground. */
export function StatusPill(props: { view: StatusView; children?: ReactNode }) {
  const { view, children } = props;
  return (
    <span className={styles.pill} data-tone={view.tone}>
      <StatusIcon view={view} size={13} />
      <span>
        {view.text}
        {children}
      </span>
    </span>
  );
}
