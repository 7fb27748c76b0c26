import { Box } from '@backstage/ui';
import type { ReactNode } from 'react';
import styles from './Panel.module.css';

/** A raised surface; buttons on it know that they stand on one. */
export function Panel(props: {
  children: ReactNode;
  as?: 'div' | 'article';
  label?: string;
  className?: string;
}) {
  const { children, as = 'div', label, className } = props;
  return (
    <Box
      as={as}
      bg="neutral"
      className={[styles.root, className].filter(Boolean).join(' ')}
      role={label && as === 'div' ? 'group' : undefined}
      aria-label={label}
    >
      {children}
    </Box>
  );
}
