export { DeploymentResolver } from './DeploymentResolver';
export { RevisionImages, type RevisionImagesResult } from './RevisionImages';
