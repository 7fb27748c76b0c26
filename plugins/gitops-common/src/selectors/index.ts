export { deploymentAnnotations } from './annotations';
export { matchesDeploymentSelector } from './matchesDeploymentSelector';
export { matchesLabels } from './matchesLabels';
export {
  type LabelRequirement,
  parseLabelSelector,
} from './parseLabelSelector';
export {
  type DeploymentSelector,
  readDeploymentSelector,
} from './readDeploymentSelector';
