/**
 * The same pages for apps of the old frontend system.
 * @packageDocumentation
 */
export {
  EntityDeploymentsCard,
  EntityDeploymentsContent,
  EntityPipelineCard,
  gitopsLegacyPlugin,
} from './legacyPlugin';
export { gitopsColumns, isGitopsAvailable } from './catalog';
