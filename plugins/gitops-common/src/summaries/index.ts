export { summarizeDeployment } from './summarizeDeployment';
