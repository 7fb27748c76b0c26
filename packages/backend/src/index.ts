import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@backstage/plugin-permission-backend-module-allow-all-policy'),
);
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('@backstage/plugin-scaffolder-backend-module-github'));
backend.add(import('@backstage/plugin-scaffolder-backend-module-gitlab'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@slipway/plugin-gitops-backend'));
backend.add(import('@slipway/plugin-gitops-backend-module-argocd'));
backend.add(import('@slipway/plugin-gitops-backend-module-github'));
backend.add(import('@slipway/plugin-gitops-backend-module-gitlab'));
backend.add(import('@slipway/plugin-scaffolder-backend-module-gitops'));

backend.start();
