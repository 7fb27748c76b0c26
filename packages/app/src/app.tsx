import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import catalogGraphPlugin from '@backstage/plugin-catalog-graph/alpha';
import catalogImportPlugin from '@backstage/plugin-catalog-import/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import roadieArgocdPlugin from '@roadiehq/backstage-plugin-argo-cd/alpha';
import gitopsPlugin, {
  catalogColumnsModule,
  gitopsFormFieldsModule,
  roadieArgocdModule,
} from '@slipway/plugin-gitops';
import { navModule } from './nav';

export const app = createApp({
  features: [
    catalogPlugin,
    catalogGraphPlugin,
    catalogImportPlugin,
    orgPlugin,
    scaffolderPlugin,
    userSettingsPlugin,
    gitopsPlugin,
    catalogColumnsModule,
    gitopsFormFieldsModule,
    roadieArgocdPlugin,
    roadieArgocdModule,
    navModule,
  ],
});
