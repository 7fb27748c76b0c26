export { DeploymentEventLog } from './DeploymentEventLog';
export { DeploymentEventReader } from './DeploymentEventReader';
