export { aComponent, anApplicationOf } from './builders';
export { EventStream } from './EventStream';
export { eventually } from './eventually';
export { FakeDeploymentEngine } from './FakeDeploymentEngine';
export { FakeGitProvider } from './FakeGitProvider';
export { policyOf } from './policyOf';
export { startGitopsBackend } from './startGitopsBackend';
