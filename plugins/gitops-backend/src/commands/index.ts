export { DeploymentCommands } from './DeploymentCommands';
export { PipelineCommands } from './PipelineCommands';
