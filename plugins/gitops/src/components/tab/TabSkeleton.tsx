import { Skeleton, VisuallyHidden } from '@backstage/ui';
import styles from './TabSkeleton.module.css';

/** The shape of the page while it is read for the first time. */
export function TabSkeleton() {
  return (
    <div className={styles.root} aria-busy="true">
      <VisuallyHidden role="status">Loading deployments</VisuallyHidden>
      <Skeleton width={260} height={18} />
      <div className={styles.lane}>
        <Skeleton width="100%" height={200} />
        <Skeleton width="100%" height={200} />
        <Skeleton width="100%" height={200} />
      </div>
      <Skeleton width="100%" height={90} />
      <Skeleton width="100%" height={240} />
    </div>
  );
}
