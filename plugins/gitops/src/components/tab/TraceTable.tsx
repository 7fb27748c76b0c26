import {
  Cell,
  Column,
  Row,
  TableBody,
  TableHeader,
  TableRoot,
  Text,
} from '@backstage/ui';
import {
  shortTag,
  type EntityDelivery,
  type TraceRow,
} from '@slipway/plugin-gitops-common';
import { describePipeline, describeTraceCell } from '../../describe';
import { Age, Mono, StatusPill } from '../common';
import styles from './TraceTable.module.css';

/** One row a commit; the selected one is told about at the side. */
export function TraceTable(props: {
  labelledBy: string;
  delivery: EntityDelivery;
  selected: string | undefined;
  onSelect: (sha: string) => void;
}) {
  const { labelledBy, delivery, selected, onSelect } = props;
  const environments = delivery.environments.map(({ name }) => name);
  return (
    <div className={styles.scroll}>
      <TableRoot
        aria-labelledby={labelledBy}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={selected ? [selected] : []}
        onSelectionChange={keys => {
          const [sha] = keys === 'all' ? [] : keys;
          if (sha !== undefined) {
            onSelect(String(sha));
          }
        }}
      >
        <TableHeader>
          <Column id="commit" isRowHeader>
            Commit
          </Column>
          <Column id="pipeline">Pipeline</Column>
          <Column id="image">Image</Column>
          {environments.map(name => (
            <Column key={name} id={`environment-${name}`}>
              {name}
            </Column>
          ))}
        </TableHeader>
        <TableBody
          items={delivery.trace.map(row => ({ id: row.commit.sha, row }))}
          dependencies={[environments.join()]}
        >
          {({ id, row }) => (
            <Row id={id} textValue={row.commit.title} className={styles.row}>
              <Cell className={styles.commit}>
                <CommitCell row={row} />
              </Cell>
              <Cell>
                {row.pipeline ? (
                  <StatusPill view={describePipeline(row.pipeline)} />
                ) : (
                  <Nothing>no run</Nothing>
                )}
              </Cell>
              <Cell>
                <ImageCell row={row} />
              </Cell>
              {environments.map(name => (
                <Cell key={name}>
                  <EnvironmentCell row={row} environment={name} />
                </Cell>
              ))}
            </Row>
          )}
        </TableBody>
      </TableRoot>
    </div>
  );
}

function CommitCell(props: { row: TraceRow }) {
  const { commit } = props.row;
  return (
    <div>
      <div>
        <Mono>{commit.sha.slice(0, 8)}</Mono> {commit.title}
      </div>
      <Text as="div" variant="body-small" color="secondary">
        {commit.authorName}
        {commit.authorName && commit.authoredAt && ' · '}
        {commit.authoredAt && <Age at={commit.authoredAt} />}
      </Text>
    </div>
  );
}

function ImageCell(props: { row: TraceRow }) {
  const { image } = props.row;
  switch (image.state) {
    case 'built':
      return <Mono>{shortTag(image.tag)}</Mono>;
    case 'pending':
      return <Nothing>not yet</Nothing>;
    case 'none':
      return <Nothing>no image</Nothing>;
    default:
      return image satisfies never;
  }
}

function EnvironmentCell(props: { row: TraceRow; environment: string }) {
  const { row, environment } = props;
  const cell = row.environments[environment];
  const view = cell && describeTraceCell(cell);
  return view ? <StatusPill view={view} /> : <Nothing>–</Nothing>;
}

function Nothing(props: { children: string }) {
  return <Text color="secondary">{props.children}</Text>;
}
