import { SupportButton } from '@backstage/core-components';
import {
  configApiRef,
  useApi,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { CatalogTable, catalogTranslationRef } from '@backstage/plugin-catalog';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { catalogEntityCreatePermission } from '@backstage/plugin-catalog-common/alpha';
import {
  CatalogFilterLayout,
  EntityListProvider,
  type EntityListPagination,
} from '@backstage/plugin-catalog-react';
import { usePermission } from '@backstage/plugin-permission-react';
import { ButtonLink, Container, Header } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { useMemo, type ReactNode } from 'react';
import { readEnvironmentNames } from './readEnvironmentNames';
import { withGitopsColumns } from './withGitopsColumns';

/**
 * The catalog's list with the delivery columns. The catalog does not export its own page for the new frontend system (only the
 * one for the old, which brings a second header), so this puts its public parts together in the same way.
 */
export function GitopsCatalogPage(props: {
  pagination: EntityListPagination;
  filters: ReactNode;
}) {
  const { pagination, filters } = props;
  const config = useApi(configApiRef);
  const { t } = useTranslationRef(catalogTranslationRef);
  const columns = useMemo(
    () => withGitopsColumns(readEnvironmentNames(config)),
    [config],
  );
  const orgName = config.getOptionalString('organization.name') ?? 'Backstage';
  return (
    <EntityListProvider pagination={pagination}>
      <Header
        title={t('indexPage.title', { orgName })}
        customActions={
          <>
            <CreateLink label={t('indexPage.createButtonTitle')} />
            <SupportButton>{t('indexPage.supportButtonContent')}</SupportButton>
          </>
        }
      />
      <Container>
        <CatalogFilterLayout>
          <CatalogFilterLayout.Filters>{filters}</CatalogFilterLayout.Filters>
          <CatalogFilterLayout.Content>
            <CatalogTable columns={columns} />
          </CatalogFilterLayout.Content>
        </CatalogFilterLayout>
      </Container>
    </EntityListProvider>
  );
}

function CreateLink(props: { label: string }) {
  const link = useRouteRef(catalogPlugin.externalRoutes.createComponent);
  const { allowed } = usePermission({
    permission: catalogEntityCreatePermission,
  });
  const href = link?.();
  return allowed && href ? (
    <ButtonLink variant="primary" href={href} iconStart={<RiAddLine />}>
      {props.label}
    </ButtonLink>
  ) : null;
}
