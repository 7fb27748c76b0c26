import { Table } from '@backstage/core-components';
import type { CatalogTableRow } from '@backstage/plugin-catalog';
import { gitopsColumns } from '../src/catalog';
import { anEntity } from './states';

const names = ['chat-api', 'orders', 'realtime-ml', 'docs-site', 'new-thing'];

/** The delivery columns in a table of the kind that the catalog uses. */
export function DevTable() {
  const rows = names.map((name): CatalogTableRow & { id: string } => ({
    id: name,
    entity: anEntity(name),
    resolved: {
      name,
      entityRef: `component:default/${name}`,
      partOfSystemRelations: [],
      ownedByRelations: [],
    },
  }));
  return (
    <Table
      title="Components"
      options={{ paging: false, search: false, padding: 'dense' }}
      columns={[{ title: 'Name', field: 'resolved.name' }, ...gitopsColumns()]}
      data={rows}
    />
  );
}
