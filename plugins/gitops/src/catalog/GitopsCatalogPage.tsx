import { configApiRef, useApi } from '@backstage/core-plugin-api';
import {
  CatalogIndexPage,
  type DefaultCatalogPageProps,
} from '@backstage/plugin-catalog';
import { useMemo } from 'react';
import { readEnvironmentNames } from './readEnvironmentNames';
import { withGitopsColumns } from './withGitopsColumns';

/** The catalog's list with the delivery columns. */
export function GitopsCatalogPage(
  props: Omit<DefaultCatalogPageProps, 'columns'>,
) {
  const config = useApi(configApiRef);
  const columns = useMemo(
    () => withGitopsColumns(readEnvironmentNames(config)),
    [config],
  );
  return <CatalogIndexPage {...props} columns={columns} />;
}
