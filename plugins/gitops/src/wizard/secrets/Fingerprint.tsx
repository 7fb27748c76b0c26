import { Mono } from '../../components/common';

/** Enough of a SHA-256 to tell two certificates apart; all of it on hover. */
export function Fingerprint(props: { value: string }) {
  const short = props.value
    .split(',')
    .map(one => (one.slice(0, 16).match(/../g) ?? []).join(':'))
    .join(', ');
  return (
    <span title={`SHA-256 ${props.value}`}>
      <Mono>{short}…</Mono>
    </span>
  );
}
