import { RiArrowRightUpLine } from '@remixicon/react';
import { Link, VisuallyHidden } from '@backstage/ui';
import type { ReactNode } from 'react';
import { safeUrl } from '../../describe';
import styles from './ExternalLink.module.css';

/** A link to another system, in a new tab; plain text where the address is none that may be opened. */
export function ExternalLink(props: {
  href: string | undefined;
  children: ReactNode;
  className?: string;
}) {
  const href = safeUrl(props.href);
  if (!href) {
    return <span className={props.className}>{props.children}</span>;
  }
  return (
    <Link
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      variant="body-small"
      standalone
      className={props.className}
    >
      <span className={styles.content}>
        {props.children}
        <RiArrowRightUpLine size={13} aria-hidden="true" />
        <VisuallyHidden> (opens in a new tab)</VisuallyHidden>
      </span>
    </Link>
  );
}
