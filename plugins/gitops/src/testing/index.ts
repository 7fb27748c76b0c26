export { certificatePem } from './certificatePem';
export { aDelivery, aSource } from './delivery';
export { FakeGitopsApi, type FakeWorld } from './FakeGitopsApi';
export {
  aCommit,
  aDeployment,
  ago,
  aJob,
  anApplication,
  anImage,
  aPipeline,
  aSha,
  aStage,
  aTraceRow,
  repository,
} from './model';
export { richDelivery, richPods } from './richDelivery';
