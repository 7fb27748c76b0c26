import {
  coreExtensionData,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import { Fragment } from 'react';
import catalogPlugin from '@backstage/plugin-catalog/alpha';

/**
 * Replaces the catalog's list page by one with the delivery columns. Only one override of that page can win: who has another
 * adds `gitopsColumns()` to it instead.
 * @public
 */
export const catalogColumnsModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    catalogPlugin.getExtension('page:catalog').override({
      factory(originalFactory, { inputs, config }) {
        return originalFactory({
          params: {
            loader: async () => {
              const { GitopsCatalogPage } = await import('./GitopsCatalogPage');
              return (
                <GitopsCatalogPage
                  pagination={config.pagination}
                  filters={
                    <>
                      {inputs.filters.map(filter => (
                        <Fragment key={filter.node.spec.id}>
                          {filter.get(coreExtensionData.reactElement)}
                        </Fragment>
                      ))}
                    </>
                  }
                />
              );
            },
          },
        });
      },
    }),
  ],
});
