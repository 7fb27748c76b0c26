import type { ReactNode } from 'react';
import styles from './Panel.module.css';

/** A raised surface. */
export function Panel(props: {
  children: ReactNode;
  label?: string;
  className?: string;
}) {
  return (
    <div
      className={[styles.root, props.className].filter(Boolean).join(' ')}
      {...(props.label ? { role: 'group', 'aria-label': props.label } : {})}
    >
      {props.children}
    </div>
  );
}
