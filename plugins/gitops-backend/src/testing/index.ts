export { aComponent, anApplicationOf } from './builders';
export { eventually } from './eventually';
export { FakeDeploymentEngine } from './FakeDeploymentEngine';
export { FakeGitProvider } from './FakeGitProvider';
export { startGitopsBackend } from './startGitopsBackend';
