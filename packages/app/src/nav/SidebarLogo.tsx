import { Link, useSidebarOpenState } from '@backstage/core-components';
import styles from './SidebarLogo.module.css';

export const SidebarLogo = () => {
  const { isOpen } = useSidebarOpenState();
  return (
    <Link to="/" underline="none" aria-label="Home" className={styles.logo}>
      <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
        <path d="M5 22 27 13v5L5 27z" fill="#8ab8f2" />
        <path d="M8 18.5 20 13.6 25 7H12z" fill="#fff" />
      </svg>
      {isOpen && <span className={styles.name}>Slipway</span>}
    </Link>
  );
};
