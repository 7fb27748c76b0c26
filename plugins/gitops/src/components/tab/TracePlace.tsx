import type { EntityDelivery, TraceRow } from '@slipway/plugin-gitops-common';
import { describeTraceCell } from '../../describe';
import { Age, ExternalLink } from '../common';

/** How a commit stands in one environment, in a sentence; where it is not, what its promotion would bring. */
export function TracePlace(props: {
  row: TraceRow;
  environment: string;
  delivery: EntityDelivery;
}) {
  const { row, environment, delivery } = props;
  const cell = row.environments[environment] ?? { state: 'absent' };
  switch (cell.state) {
    case 'onItsWay':
      return (
        <>
          {cell.reason}
          {cell.since && (
            <>
              {' '}
              (<Age at={cell.since} />)
            </>
          )}
        </>
      );
    case 'live':
      return (
        <>
          {describeTraceCell(cell)?.text}
          {cell.since && (
            <>
              , since <Age at={cell.since} />
            </>
          )}
        </>
      );
    case 'was':
      return (
        <>
          was here
          {cell.until && (
            <>
              , until <Age at={cell.until} />
            </>
          )}
        </>
      );
    case 'absent':
      return (
        <NextStep row={row} environment={environment} delivery={delivery} />
      );
    default:
      return cell satisfies never;
  }
}

function NextStep(props: {
  row: TraceRow;
  environment: string;
  delivery: EntityDelivery;
}) {
  const { row, environment, delivery } = props;
  const delta = delivery.deltas.find(({ to }) => to === environment);
  const source = delta && row.environments[delta.from];
  const near = source?.state === 'live' || source?.state === 'onItsWay';
  if (!delta?.commits || !near) {
    return <>not here</>;
  }
  const commits = delta.commits === 1 ? '1 commit' : `${delta.commits} commits`;
  return (
    <>
      would bring {commits}
      {delta.webUrl && (
        <>
          {' '}
          · <ExternalLink href={delta.webUrl}>compare</ExternalLink>
        </>
      )}
    </>
  );
}
