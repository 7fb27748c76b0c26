export { deleteApplications } from './applications/deleteApplications';
export { readApplications } from './applications/readApplications';
export { upsertApplications } from './applications/upsertApplications';
export { insertComparison } from './comparisons/insertComparison';
export { readComparison } from './comparisons/readComparison';
export {
  insertDeploymentEvents,
  type NewDeploymentEvent,
} from './deploymentEvents/insertDeploymentEvents';
export {
  readDeploymentEvents,
  type StoredDeploymentEvent,
} from './deploymentEvents/readDeploymentEvents';
export { readNewestEvents } from './deploymentEvents/readNewestEvents';
export { updateEventImages } from './deploymentEvents/updateEventImages';
export { openDatabase } from './openDatabase';
export { insertRevisionImages } from './revisionImages/insertRevisionImages';
export { readRevisionImages } from './revisionImages/readRevisionImages';
export { readSources } from './sources/readSources';
export { upsertSource } from './sources/upsertSource';
