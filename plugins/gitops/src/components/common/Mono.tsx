import type { ReactNode } from 'react';
import styles from './Mono.module.css';

/** A tag, a SHA, an image: something to compare character by character. */
export function Mono(props: { children: ReactNode; size?: 'large' }) {
  return (
    <span className={styles.mono} data-size={props.size}>
      {props.children}
    </span>
  );
}
