export { catalogColumnsModule } from './catalogColumnsModule';
export { gitopsColumns } from './gitopsColumns';
export { isGitopsAvailable } from './isGitopsAvailable';
export { readEnvironmentNames } from './readEnvironmentNames';
