const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in its largest unit, for example `3 h` or `2 d`; from milliseconds. */
export function formatPeriod(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < MINUTE) {
    return `${seconds} s`;
  }
  if (seconds < HOUR) {
    return `${Math.round(seconds / MINUTE)} min`;
  }
  if (seconds < DAY) {
    return `${Math.round(seconds / HOUR)} h`;
  }
  return `${Math.round(seconds / DAY)} d`;
}

/** How long ago something was, for example `3 h ago`. */
export function formatAge(iso: string, now: number): string {
  const age = now - Date.parse(iso);
  if (Number.isNaN(age)) {
    return 'at an unknown time';
  }
  return age < 10_000 ? 'just now' : `${formatPeriod(age)} ago`;
}

/** A run's duration with its two largest units, for example `4 min 12 s`; from seconds. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < MINUTE) {
    return `${whole} s`;
  }
  const [large, small, units] =
    whole < HOUR ? [MINUTE, 1, ['min', 's']] : [HOUR, MINUTE, ['h', 'min']];
  const rest = Math.floor((whole % large) / small);
  const head = `${Math.floor(whole / large)} ${units[0]}`;
  return rest === 0 ? head : `${head} ${rest} ${units[1]}`;
}
