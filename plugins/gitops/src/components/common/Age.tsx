import { formatAge, formatPeriod } from '../../describe';
import { useNow } from '../../live';

/** How long ago something was; the exact time shows on hover. `short` leaves out the “ago”. */
export function Age(props: { at: string; short?: boolean }) {
  const now = useNow();
  const date = new Date(props.at);
  const known = !Number.isNaN(date.getTime());
  return (
    <time
      dateTime={known ? date.toISOString() : undefined}
      title={known ? date.toLocaleString() : undefined}
    >
      {props.short && known
        ? formatPeriod(now - date.getTime())
        : formatAge(props.at, now)}
    </time>
  );
}
