export {
  checkComponentName,
  type CheckComponentNameOptions,
} from './checkComponentName';
export { checkEnvironmentName } from './checkEnvironmentName';
export { checkSecretKey, type CheckSecretKeyOptions } from './checkSecretKey';
