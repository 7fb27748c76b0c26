/**
 * Slipway's pages: what runs where, and how it came there.
 * @packageDocumentation
 */
export { gitopsPlugin as default } from './plugin';
export {
  GitopsClient,
  gitopsApiRef,
  type ApplicationsQuery,
  type ChangeMode,
  type ChangeNotice,
  type GitopsApi,
  type PipelineAction,
} from './api';
export {
  catalogColumnsModule,
  gitopsColumns,
  isGitopsAvailable,
} from './catalog';
export { roadieArgocdApi, roadieArgocdModule } from './roadie';
export { gitopsFormFieldsModule } from './wizard';
