import { Alert } from '@backstage/ui';

/** What keeps something from being shown, in the backend's sentences. */
export function Notices(props: { notices: readonly string[] }) {
  const [first, ...others] = props.notices;
  if (first === undefined) {
    return null;
  }
  return (
    <Alert
      status="info"
      icon
      title={first}
      description={others.length > 0 ? others.join(' ') : undefined}
    />
  );
}
