export {
  gitopsApiRef,
  type ApplicationsQuery,
  type ChangeMode,
  type ChangeNotice,
  type GitopsApi,
  type PipelineAction,
} from './GitopsApi';
export { GitopsClient } from './GitopsClient';
