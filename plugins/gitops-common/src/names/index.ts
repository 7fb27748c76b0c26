export {
  checkComponentName,
  type CheckComponentNameOptions,
} from './checkComponentName';
export { checkEnvironmentName } from './checkEnvironmentName';
export { checkRepositoryName } from './checkRepositoryName';
export { checkSecretKey, type CheckSecretKeyOptions } from './checkSecretKey';
