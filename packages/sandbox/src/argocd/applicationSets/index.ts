export { ApplicationSetController } from './ApplicationSetController';
export { applicationSetSchema } from './applicationSetSchema';
export { generateApplications } from './generateApplications';
