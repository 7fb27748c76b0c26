import type { TableColumn } from '@backstage/core-components';
import {
  CatalogTable,
  type CatalogTableRow,
  type CatalogTableColumnsFunc,
} from '@backstage/plugin-catalog';
import type { Environment } from '@slipway/plugin-gitops-common';
import { gitopsColumns } from './gitopsColumns';

// The list has to stay readable: these make room for what runs where.
const replaced = [
  'entity.metadata.description',
  'entity.metadata.tags',
  'entity.spec.lifecycle',
  'resolved.partOfSystemRelationTitle',
];

const closeTogether = (
  column: TableColumn<CatalogTableRow>,
): TableColumn<CatalogTableRow> => ({
  ...column,
  cellStyle: {
    padding: '4px 8px 4px 12px',
    // Names would otherwise break at every letter before a tag gives way.
    minWidth: column.field === 'resolved.entityRef' ? 140 : undefined,
  },
  headerStyle: { padding: '4px 8px 4px 12px' },
});

/**
 * The catalog's own columns with the delivery columns in them, for components; other kinds keep what they have.
 */
export function withGitopsColumns(
  environments: readonly Pick<Environment, 'name'>[],
): CatalogTableColumnsFunc {
  return context => {
    const columns = CatalogTable.defaultColumnsFunc(context);
    const kind =
      context.entities[0]?.kind ?? context.filters.kind?.value ?? 'component';
    if (kind.toLocaleLowerCase('en-US') !== 'component') {
      return columns;
    }
    return [
      ...columns.map(column =>
        replaced.some(field => column.field === field)
          ? { ...column, hidden: true }
          : closeTogether(column),
      ),
      ...gitopsColumns(environments).map(closeTogether),
    ];
  };
}
