import { stringifyEntityRef } from '@backstage/catalog-model';
import type { TableColumn } from '@backstage/core-components';
import type { CatalogTableRow } from '@backstage/plugin-catalog';
import {
  defaultEnvironments,
  type Environment,
} from '@slipway/plugin-gitops-common';
import { EnvironmentCell, PipelineCell } from './SummaryCells';

/**
 * Columns for the catalog's table: the pipeline, then one for each environment. However many rows there are, a page of the
 * table is one request. Pass the environments that `gitops.environments` configures.
 * @public
 */
export function gitopsColumns(
  environments: readonly Pick<Environment, 'name'>[] = defaultEnvironments,
): TableColumn<CatalogTableRow>[] {
  return [
    {
      id: 'gitops-pipeline',
      title: 'Pipeline',
      sorting: false,
      render: ({ entity }) => (
        <PipelineCell entityRef={stringifyEntityRef(entity)} />
      ),
    },
    ...environments.map(({ name }): TableColumn<CatalogTableRow> => ({
      id: `gitops-environment-${name}`,
      title: name,
      sorting: false,
      render: ({ entity }) => (
        <EnvironmentCell
          entityRef={stringifyEntityRef(entity)}
          environment={name}
        />
      ),
    })),
  ];
}
