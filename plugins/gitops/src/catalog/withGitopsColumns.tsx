import {
  CatalogTable,
  type CatalogTableColumnsFunc,
} from '@backstage/plugin-catalog';
import type { Environment } from '@slipway/plugin-gitops-common';
import { gitopsColumns } from './gitopsColumns';

// The list has to stay readable: these make room for what runs where.
const replaced = ['metadata.description', 'metadata.tags', 'spec.lifecycle'];

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
        replaced.some(field => column.field === `entity.${field}`)
          ? { ...column, hidden: true }
          : column,
      ),
      ...gitopsColumns(environments),
    ];
  };
}
