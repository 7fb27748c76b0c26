import { formatAge } from '../../describe';
import { useNow } from '../../live';

/** How long ago something was; the exact time shows on hover. */
export function Age(props: { at: string }) {
  const now = useNow();
  const date = new Date(props.at);
  const known = !Number.isNaN(date.getTime());
  return (
    <time
      dateTime={known ? date.toISOString() : undefined}
      title={known ? date.toLocaleString() : undefined}
    >
      {formatAge(props.at, now)}
    </time>
  );
}
